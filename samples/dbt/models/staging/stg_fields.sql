{{ today('fields') }}
