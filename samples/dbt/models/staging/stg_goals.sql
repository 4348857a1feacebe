{{ today('goals') }}
