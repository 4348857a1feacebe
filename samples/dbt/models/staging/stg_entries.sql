{{ today('entries') }}
