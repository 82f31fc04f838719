// Written by python -m tests.docs.symptoms.
const CONSOLE_LINES = [
 {
  "parts": [
   "the value of the 'access-control-allow-origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include"
  ],
  "codes": [
   [
    "WildcardOriginNotAllowed",
    "Access-Control-Allow-Origin is * and credentials are included"
   ]
  ]
 },
 {
  "parts": [
   "credential is not supported if the cors header \u2018access-control-allow-origin\u2019 is \u2018*"
  ],
  "codes": [
   [
    "WildcardOriginNotAllowed",
    "Access-Control-Allow-Origin is * and credentials are included"
   ],
   [
    "PreflightWildcardOriginNotAllowed",
    "Access-Control-Allow-Origin is * and credentials are included (on the preflight)"
   ]
  ]
 },
 {
  "parts": [
   "cannot use wildcard in access-control-allow-origin when credentials flag is true"
  ],
  "codes": [
   [
    "WildcardOriginNotAllowed",
    "Access-Control-Allow-Origin is * and credentials are included"
   ],
   [
    "PreflightWildcardOriginNotAllowed",
    "Access-Control-Allow-Origin is * and credentials are included (on the preflight)"
   ]
  ]
 },
 {
  "parts": [
   "no 'access-control-allow-origin' header is present on the requested resource"
  ],
  "codes": [
   [
    "MissingAllowOriginHeader",
    "Access-Control-Allow-Origin is missing"
   ]
  ]
 },
 {
  "parts": [
   "cors header \u2018access-control-allow-origin\u2019 missing"
  ],
  "codes": [
   [
    "MissingAllowOriginHeader",
    "Access-Control-Allow-Origin is missing"
   ],
   [
    "PreflightMissingAllowOriginHeader",
    "Access-Control-Allow-Origin is missing (on the preflight)"
   ]
  ]
 },
 {
  "parts": [
   "origin",
   "is not allowed by access-control-allow-origin"
  ],
  "codes": [
   [
    "MissingAllowOriginHeader",
    "Access-Control-Allow-Origin is missing"
   ],
   [
    "InvalidAllowOriginValue",
    "Access-Control-Allow-Origin is no origin"
   ],
   [
    "AllowOriginMismatch",
    "Access-Control-Allow-Origin names another origin"
   ],
   [
    "PreflightMissingAllowOriginHeader",
    "Access-Control-Allow-Origin is missing (on the preflight)"
   ],
   [
    "PreflightInvalidAllowOriginValue",
    "Access-Control-Allow-Origin is no origin (on the preflight)"
   ],
   [
    "PreflightAllowOriginMismatch",
    "Access-Control-Allow-Origin names another origin (on the preflight)"
   ]
  ]
 },
 {
  "parts": [
   "the 'access-control-allow-origin' header contains multiple values",
   "but only one is allowed"
  ],
  "codes": [
   [
    "MultipleAllowOriginValues",
    "Access-Control-Allow-Origin has several values"
   ]
  ]
 },
 {
  "parts": [
   "multiple cors header \u2018access-control-allow-origin\u2019 not allowed"
  ],
  "codes": [
   [
    "MultipleAllowOriginValues",
    "Access-Control-Allow-Origin has several values"
   ],
   [
    "PreflightMultipleAllowOriginValues",
    "Access-Control-Allow-Origin has several values (on the preflight)"
   ]
  ]
 },
 {
  "parts": [
   "access-control-allow-origin cannot contain more than one origin"
  ],
  "codes": [
   [
    "MultipleAllowOriginValues",
    "Access-Control-Allow-Origin has several values"
   ],
   [
    "PreflightMultipleAllowOriginValues",
    "Access-Control-Allow-Origin has several values (on the preflight)"
   ]
  ]
 },
 {
  "parts": [
   "the 'access-control-allow-origin' header contains the invalid value"
  ],
  "codes": [
   [
    "InvalidAllowOriginValue",
    "Access-Control-Allow-Origin is no origin"
   ]
  ]
 },
 {
  "parts": [
   "cors header \u2018access-control-allow-origin\u2019 does not match"
  ],
  "codes": [
   [
    "InvalidAllowOriginValue",
    "Access-Control-Allow-Origin is no origin"
   ],
   [
    "AllowOriginMismatch",
    "Access-Control-Allow-Origin names another origin"
   ],
   [
    "PreflightInvalidAllowOriginValue",
    "Access-Control-Allow-Origin is no origin (on the preflight)"
   ],
   [
    "PreflightAllowOriginMismatch",
    "Access-Control-Allow-Origin names another origin (on the preflight)"
   ]
  ]
 },
 {
  "parts": [
   "the 'access-control-allow-origin' header has a value",
   "that is not equal to the supplied origin"
  ],
  "codes": [
   [
    "AllowOriginMismatch",
    "Access-Control-Allow-Origin names another origin"
   ]
  ]
 },
 {
  "parts": [
   "the value of the 'access-control-allow-credentials' header in the response is",
   "which must be 'true' when the request's credentials mode is 'include"
  ],
  "codes": [
   [
    "InvalidAllowCredentials",
    "Access-Control-Allow-Credentials is not true"
   ]
  ]
 },
 {
  "parts": [
   "expected \u2018true\u2019 in cors header \u2018access-control-allow-credentials"
  ],
  "codes": [
   [
    "InvalidAllowCredentials",
    "Access-Control-Allow-Credentials is not true"
   ],
   [
    "PreflightInvalidAllowCredentials",
    "Access-Control-Allow-Credentials is not true (on the preflight)"
   ]
  ]
 },
 {
  "parts": [
   "credentials flag is true, but access-control-allow-credentials is not \"true"
  ],
  "codes": [
   [
    "InvalidAllowCredentials",
    "Access-Control-Allow-Credentials is not true"
   ],
   [
    "PreflightInvalidAllowCredentials",
    "Access-Control-Allow-Credentials is not true (on the preflight)"
   ]
  ]
 },
 {
  "parts": [
   "response to preflight request doesn't pass access control check: the value of the 'access-control-allow-origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include"
  ],
  "codes": [
   [
    "PreflightWildcardOriginNotAllowed",
    "Access-Control-Allow-Origin is * and credentials are included (on the preflight)"
   ]
  ]
 },
 {
  "parts": [
   "response to preflight request doesn't pass access control check: no 'access-control-allow-origin' header is present on the requested resource"
  ],
  "codes": [
   [
    "PreflightMissingAllowOriginHeader",
    "Access-Control-Allow-Origin is missing (on the preflight)"
   ]
  ]
 },
 {
  "parts": [
   "response to preflight request doesn't pass access control check: the 'access-control-allow-origin' header contains multiple values",
   "but only one is allowed"
  ],
  "codes": [
   [
    "PreflightMultipleAllowOriginValues",
    "Access-Control-Allow-Origin has several values (on the preflight)"
   ]
  ]
 },
 {
  "parts": [
   "response to preflight request doesn't pass access control check: the 'access-control-allow-origin' header contains the invalid value"
  ],
  "codes": [
   [
    "PreflightInvalidAllowOriginValue",
    "Access-Control-Allow-Origin is no origin (on the preflight)"
   ]
  ]
 },
 {
  "parts": [
   "response to preflight request doesn't pass access control check: the 'access-control-allow-origin' header has a value",
   "that is not equal to the supplied origin"
  ],
  "codes": [
   [
    "PreflightAllowOriginMismatch",
    "Access-Control-Allow-Origin names another origin (on the preflight)"
   ]
  ]
 },
 {
  "parts": [
   "response to preflight request doesn't pass access control check: the value of the 'access-control-allow-credentials' header in the response is",
   "which must be 'true' when the request's credentials mode is 'include"
  ],
  "codes": [
   [
    "PreflightInvalidAllowCredentials",
    "Access-Control-Allow-Credentials is not true (on the preflight)"
   ]
  ]
 },
 {
  "parts": [
   "response to preflight request doesn't pass access control check: it does not have http ok status"
  ],
  "codes": [
   [
    "PreflightInvalidStatus",
    "the preflight is not answered with 200 to 299"
   ]
  ]
 },
 {
  "parts": [
   "cors preflight response did not succeed"
  ],
  "codes": [
   [
    "PreflightInvalidStatus",
    "the preflight is not answered with 200 to 299"
   ]
  ]
 },
 {
  "parts": [
   "preflight response is not successful"
  ],
  "codes": [
   [
    "PreflightInvalidStatus",
    "the preflight is not answered with 200 to 299"
   ],
   [
    "PreflightDisallowedRedirect",
    "the preflight is redirected"
   ]
  ]
 },
 {
  "parts": [
   "response to preflight request doesn't pass access control check: redirect is not allowed for a preflight request"
  ],
  "codes": [
   [
    "PreflightDisallowedRedirect",
    "the preflight is redirected"
   ]
  ]
 },
 {
  "parts": [
   "cors request external redirect not allowed"
  ],
  "codes": [
   [
    "PreflightDisallowedRedirect",
    "the preflight is redirected"
   ]
  ]
 },
 {
  "parts": [
   "cannot parse access-control-allow-methods response header field in preflight response"
  ],
  "codes": [
   [
    "InvalidAllowMethodsPreflightResponse",
    "Access-Control-Allow-Methods cannot be read"
   ]
  ]
 },
 {
  "parts": [
   "invalid token",
   "in cors header \u2018access-control-allow-methods"
  ],
  "codes": [
   [
    "InvalidAllowMethodsPreflightResponse",
    "Access-Control-Allow-Methods cannot be read"
   ]
  ]
 },
 {
  "parts": [
   "header access-control-allow-methods has an invalid value"
  ],
  "codes": [
   [
    "InvalidAllowMethodsPreflightResponse",
    "Access-Control-Allow-Methods cannot be read"
   ]
  ]
 },
 {
  "parts": [
   "cannot parse access-control-allow-headers response header field in preflight response"
  ],
  "codes": [
   [
    "InvalidAllowHeadersPreflightResponse",
    "Access-Control-Allow-Headers cannot be read"
   ]
  ]
 },
 {
  "parts": [
   "invalid token",
   "in cors header \u2018access-control-allow-headers"
  ],
  "codes": [
   [
    "InvalidAllowHeadersPreflightResponse",
    "Access-Control-Allow-Headers cannot be read"
   ]
  ]
 },
 {
  "parts": [
   "header access-control-allow-headers has an invalid value"
  ],
  "codes": [
   [
    "InvalidAllowHeadersPreflightResponse",
    "Access-Control-Allow-Headers cannot be read"
   ]
  ]
 },
 {
  "parts": [
   "method",
   "is not allowed by access-control-allow-methods in preflight response"
  ],
  "codes": [
   [
    "MethodDisallowedByPreflightResponse",
    "the method is not allowed"
   ]
  ]
 },
 {
  "parts": [
   "did not find method in cors header \u2018access-control-allow-methods"
  ],
  "codes": [
   [
    "MethodDisallowedByPreflightResponse",
    "the method is not allowed"
   ]
  ]
 },
 {
  "parts": [
   "method",
   "is not allowed by access-control-allow-methods"
  ],
  "codes": [
   [
    "MethodDisallowedByPreflightResponse",
    "the method is not allowed"
   ]
  ]
 },
 {
  "parts": [
   "request header field",
   "is not allowed by access-control-allow-headers in preflight response"
  ],
  "codes": [
   [
    "HeaderDisallowedByPreflightResponse",
    "a request header is not allowed"
   ]
  ]
 },
 {
  "parts": [
   "header",
   "is not allowed according to header \u2018access-control-allow-headers\u2019 from cors preflight response"
  ],
  "codes": [
   [
    "HeaderDisallowedByPreflightResponse",
    "a request header is not allowed"
   ]
  ]
 },
 {
  "parts": [
   "request header field",
   "is not allowed by access-control-allow-headers"
  ],
  "codes": [
   [
    "HeaderDisallowedByPreflightResponse",
    "a request header is not allowed"
   ]
  ]
 },
 {
  "parts": [
   "redirect location '' contains a username and password, which is disallowed for cross-origin requests"
  ],
  "codes": [
   [
    "RedirectContainsCredentials",
    "a redirect goes to a URL with user info"
   ]
  ]
 },
 {
  "parts": [
   "cors request did not succeed"
  ],
  "codes": [
   [
    "RedirectContainsCredentials",
    "a redirect goes to a URL with user info"
   ],
   [
    "CorsDisabledScheme",
    "the scheme is not one that CORS works with"
   ],
   [
    "TooManyRedirects",
    "more than twenty redirects"
   ],
   [
    "RedirectModeError",
    "a redirect in redirect mode error"
   ],
   [
    "InvalidRedirect",
    "the Location cannot be followed"
   ],
   [
    "MultipleLocations",
    "several Location headers"
   ],
   [
    "UnsafeRedirect",
    "a redirect to a scheme that is not http"
   ],
   [
    "ConnectionFailed",
    "no HTTP response"
   ]
  ]
 },
 {
  "parts": [
   "cross-origin redirection to",
   "denied by cross-origin resource sharing policy: redirection url",
   "has credentials"
  ],
  "codes": [
   [
    "RedirectContainsCredentials",
    "a redirect goes to a URL with user info"
   ]
  ]
 },
 {
  "parts": [
   "fetch api cannot load",
   "request mode is \"same-origin\" but the url's origin is not same as the request origin"
  ],
  "codes": [
   [
    "DisallowedByMode",
    "mode same-origin, and the URL is of another origin"
   ]
  ]
 },
 {
  "parts": [
   "security error: content at",
   "may not load data from"
  ],
  "codes": [
   [
    "DisallowedByMode",
    "mode same-origin, and the URL is of another origin"
   ],
   [
    "RedirectDisallowedByMode",
    "mode same-origin, redirected to another origin"
   ]
  ]
 },
 {
  "parts": [
   "fetch api cannot load",
   "request mode is \"no-cors\" but the redirect mode is not \"follow"
  ],
  "codes": [
   [
    "NoCorsRedirectModeNotFollow",
    "mode no-cors needs redirect mode follow"
   ]
  ]
 },
 {
  "parts": [
   "no-cors mode requires follow redirect mode"
  ],
  "codes": [
   [
    "NoCorsRedirectModeNotFollow",
    "mode no-cors needs redirect mode follow"
   ]
  ]
 },
 {
  "parts": [
   "cross origin requests are only supported for protocol schemes: chrome, chrome-experimental-site-token-provider, chrome-extension, chrome-untrusted, data, http, https, isolated-app"
  ],
  "codes": [
   [
    "CorsDisabledScheme",
    "the scheme is not one that CORS works with"
   ]
  ]
 },
 {
  "parts": [
   "ftp urls are disabled"
  ],
  "codes": [
   [
    "CorsDisabledScheme",
    "the scheme is not one that CORS works with"
   ]
  ]
 },
 {
  "parts": [
   "mixed content: the page at",
   "was loaded over https, but requested an insecure resource",
   "this request has been blocked; the content must be served over https"
  ],
  "codes": [
   [
    "MixedContent",
    "an insecure URL on a secure page"
   ]
  ]
 },
 {
  "parts": [
   "blocked loading mixed active content"
  ],
  "codes": [
   [
    "MixedContent",
    "an insecure URL on a secure page"
   ]
  ]
 },
 {
  "parts": [
   "[blocked] the page at",
   "requested insecure content from",
   "this content was blocked and must be served over https"
  ],
  "codes": [
   [
    "MixedContent",
    "an insecure URL on a secure page"
   ]
  ]
 },
 {
  "parts": [
   "not allowed to use restricted network port"
  ],
  "codes": [
   [
    "UnsafePort",
    "a port that browsers do not connect to"
   ]
  ]
 },
 {
  "parts": [
   "the resource at",
   "was blocked due to its cross-origin-resource-policy header (or lack thereof). see"
  ],
  "codes": [
   [
    "CorpNotSameOrigin",
    "Cross-Origin-Resource-Policy: same-origin"
   ],
   [
    "CorpNotSameSite",
    "Cross-Origin-Resource-Policy: same-site"
   ]
  ]
 },
 {
  "parts": [
   "cancelled load to",
   "because it violates the resource's cross-origin-resource-policy response header"
  ],
  "codes": [
   [
    "CorpNotSameOrigin",
    "Cross-Origin-Resource-Policy: same-origin"
   ],
   [
    "CorpNotSameSite",
    "Cross-Origin-Resource-Policy: same-site"
   ]
  ]
 },
 {
  "parts": [
   "load cannot follow more than",
   "redirections"
  ],
  "codes": [
   [
    "TooManyRedirects",
    "more than twenty redirects"
   ]
  ]
 },
 {
  "parts": [
   "not allowed to follow a redirection while loading"
  ],
  "codes": [
   [
    "RedirectModeError",
    "a redirect in redirect mode error"
   ]
  ]
 },
 {
  "parts": [
   "unsafe attempt to load url",
   "from frame with url",
   "domains, protocols and ports must match"
  ],
  "codes": [
   [
    "RedirectDisallowedByMode",
    "mode same-origin, redirected to another origin"
   ]
  ]
 },
 {
  "parts": [
   "unsafe attempt to load url",
   "from origin",
   "domains, protocols and ports must match"
  ],
  "codes": [
   [
    "RedirectDisallowedByMode",
    "mode same-origin, redirected to another origin"
   ]
  ]
 },
 {
  "parts": [
   "cross-origin redirection to",
   "denied by cross-origin resource sharing policy: not allowed to follow a cross-origin cors redirection with non cors scheme"
  ],
  "codes": [
   [
    "InvalidRedirect",
    "the Location cannot be followed"
   ],
   [
    "UnsafeRedirect",
    "a redirect to a scheme that is not http"
   ]
  ]
 }
];
