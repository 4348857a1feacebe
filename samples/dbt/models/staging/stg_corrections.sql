{{ today('corrections') }}
