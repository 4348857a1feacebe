{{ today('cells') }}
