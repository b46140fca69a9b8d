# The HTTP API.
api-leaving = This process is about to let go of the store; another one takes over.
api-too-slow = The answer took too long.
api-unexpected = Something went wrong that should not; the log says more.
api-twice = { $name } is given more than once.
api-bad-parameter = { $name } cannot be “{ $value }”.
api-unknown-parameter = There is no parameter “{ $name }” here.
api-number = A whole number from { $min } to { $max }.
api-flag = true or false.
api-company = The number of a company, as /v1/companies tells it.
api-run = The number of a run, as /v1/runs tells it.
api-one-of = One of: { $known }.
api-no-such-run = There is no run { $run }.
api-no-such-path = There is nothing at this path; /openapi.json tells what there is.
api-no-such-method = This method does nothing here.
api-body-too-large = The body is larger than is taken.
api-body-too-slow = The body took too long to arrive.
api-bad-body = The body is not what is asked for here: { $detail }
api-no-token = A token is needed: Authorization: Bearer fkt_…
api-too-many = This token asks too often.
api-name-to-remove = To remove a company its name must be given, as it is written: ?name=…
api-not-loopback = { $address } can be reached from other machines, where tokens would be read on the way.
api-not-loopback-hint = Listen at 127.0.0.1 or [::1], and put a proxy with TLS before it.
api-address-taken = { $address } cannot be listened to: { $detail }
api-address-taken-hint = Choose another port; port 0 takes a free one.
