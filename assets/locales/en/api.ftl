# The HTTP API.
api-leaving = This process is releasing the store; another one takes over.
api-too-slow = The answer took too long.
api-unexpected = Internal error; see the log.
api-twice = { $name } is given more than once.
api-bad-parameter = Invalid value “{ $value }” for { $name }.
api-unknown-parameter = Unknown parameter “{ $name }”.
api-not-text = The query is not UTF-8 once its escapes (%..) are read.
api-framing = The length of the request is ambiguous (Content-Length, Transfer-Encoding).
api-number = A whole number from { $min } to { $max }.
api-flag = true or false.
api-company = The number of a company, as in /v1/companies.
api-run = The number of a run, as in /v1/runs.
api-one-of = One of: { $known }.
api-report-by = “by” goes with months: issued or fulfilled.
api-no-such-run = No run { $run }.
api-no-such-path = Unknown path; see /openapi.json.
api-no-such-method = This method is not supported here.
api-body-too-large = The body exceeds the size limit.
api-body-too-slow = The body took too long to arrive.
api-bad-body = Invalid body: { $detail }
api-no-token = A token is needed: Authorization: Bearer fkt_…
api-too-many = Too many requests with this token.
api-name-to-remove = To remove a company its name must be given, as it is written: ?name=…
api-not-loopback = { $address } is reachable from other machines; tokens would be sent unencrypted.
api-not-loopback-hint = Listen at 127.0.0.1 or [::1], and put a proxy with TLS before it.
api-address-taken = Cannot listen on { $address }: { $detail }
api-address-taken-hint = Choose another port; port 0 takes a free one.
