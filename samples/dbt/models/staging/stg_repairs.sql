{{ today('repairs') }}
