# Webhooks of accounting services.
cli-hook-ask-secret = Signing key of { $service }:
cli-hook-secret-set = Saved the signing key of { $service }, encrypted.
cli-hook-secret-removed = Removed the signing key of { $service }; its webhooks are refused.
cli-col-hook-path = Path
cli-col-hook-set = Signing key since
cli-col-hook-taken = Taken
cli-col-hook-refused = Refused
cli-col-hook-last = Last
api-hook-no-key = Webhooks of this service are not set up.
api-hook-no-key-hint = Save the signing key of your app at the service: faktura hook set-secret { $service }
help-cmd-hook = Take webhooks: changes at QuickBooks and Xero sync within seconds, Slack records time
help-cmd-hook-list = Show the path, signing key and deliveries of each service's webhooks
help-more-hook-list = Deliveries are counted since the process with the store started.
help-cmd-hook-set-secret = Save the key that a service signs its webhooks with, encrypted; the terminal asks for it
help-more-hook-set-secret = QuickBooks calls it verifier token, Xero webhooks key, Slack signing secret. “faktura serve --listen” takes the webhooks.
help-cmd-hook-remove-secret = Remove the signing key; webhooks of the service are refused
