# Accounting services.
provider-address = “{ $url }” is not a valid service address.
provider-address-hint = Use an https:// address without user, password or query; http:// is accepted for this machine only (127.0.0.1, localhost).
provider-key-format = This is not an API key: it is empty, or has invalid characters.
provider-key-format-hint = Copy the key again, without spaces or line breaks.
provider-refused = The service refuses the API key (HTTP { $status }).
provider-refused-hint = Check the key, or create a new one at { $page }, and set it with “faktura company set-key”.
provider-subscription = The account's subscription does not include the API (HTTP 402).
provider-subscription-hint = Choose a subscription with API access at the service, and try again.
provider-unsupported = The service does not offer this.
provider-not-found = Not found at the service (HTTP 404).
provider-rejected = The service rejected the request (HTTP { $status }): { $detail }
provider-deferred-hint = Nothing is sent before that time. Try again then.
provider-too-many = The service takes no more requests for now (HTTP 429).
provider-too-many-hint = Try again later. If it stays so for hours, the calls of a day or a month may be used up: see the page of your app or key at the service.
provider-server = Error at the service (HTTP { $status }).
provider-stumbled = The service failed over this request (HTTP { $status }): { $detail }
provider-connect = Cannot reach the service: { $detail }
provider-connect-hint = Check the network and the company's base URL; HTTPS_PROXY sets a proxy.
provider-timeout = The service took too long to answer.
provider-broken = Connection to the service lost: { $detail }
provider-too-slow = The service sent its answer too slowly: { $bytes } bytes in { $seconds } s.
provider-too-slow-hint = On a slow line give it more time: sync.answer_timeout in config.toml. Otherwise try again later.
provider-dripped-hint = faktura ends an answer that brings less than 100 bytes a second over sync.read_timeout: on a line with long pauses raise that in config.toml. Otherwise try again later.
provider-redirect = The service redirects (HTTP { $status }) to { $to }.
provider-redirect-hint = faktura does not follow redirects. Check the company's base URL: faktura company show.
provider-body-empty = The service sent an empty answer.
provider-body-html = The service sent a web page instead of data.
provider-body-truncated = The service's answer is cut off.
provider-body-shape = The service's answer has an unexpected format.
provider-body-too-large = The service's answer is larger than the limit.
provider-skip-amount = { $field } is not an exact amount: { $value }
provider-skip-amount-missing = { $field } is missing
provider-skip-currency = no usable currency
provider-skip-date = { $field } is not a date: { $value }
provider-skip-id = no usable identifier
provider-skip-shape = not readable as a document
provider-skip-size = too large ({ $size } MB)
provider-skip-currency-code = the currency { $value } is not a currency code of three letters
provider-skip-type = { $field } is not a known word: { $value }
provider-scope-missing = The login's consent does not permit this (HTTP 401).
provider-scope-missing-hint = Renew the login with the permissions that faktura asks for: “faktura login add --login N”; “faktura login list” shows its number.
provider-disconnected = The service no longer lets this login into the company.
provider-disconnected-hint = The company was disconnected at the service, or the person lost access to it; at QuickBooks, keys for development open sandbox companies only, and keys for production real ones. Connect it again with “faktura login add”: companies and their data stay.
provider-token-refused = The service refuses the access token, also a new one (HTTP 401).
provider-token-refused-hint = The user of the consent may have lost access to the company. See “faktura login list”, and renew the login.
provider-login-ended = Login { $login } must be renewed: { $state ->
    [revoked] its consent was withdrawn at the service.
    [error] the service does not accept its app or its app's secret.
    [authorising] its consent is not finished.
   *[expired] the service does not accept its refresh token any more.
  }
provider-login-ended-hint = Renew it with “faktura login add --login { $login }”. Companies and their data stay.
provider-token-host-hint = This is about the service's login server; the login is kept. Try again later.
