{{ today('indicators') }}
