{{ today('findings') }}
