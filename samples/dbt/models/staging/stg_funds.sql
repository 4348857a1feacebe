{{ today('funds') }}
