// Package fetch is the only door to the network: it gets pages and files, and posts
// messages, from and to addresses that others wrote down.
//
// An address goes in, with what is known of the page from an earlier visit; a
// [Response] comes out, or an [Error] that says in which way it went wrong. Every
// exchange keeps these rules, and every redirect is held to them anew:
//
//   - http and https only, to ports 80, 443 and those from 1024 on, without a user's
//     name in the address, and never from https down to http.
//   - The host is looked up once. If any of its addresses is not public ([Public])
//     nothing is asked; else the connection goes to one of the addresses that were
//     looked at, so that a name server that changes its mind gains nothing. Hosts and
//     nets that the user calls his own ([Allow]) are let through.
//   - Redirects, header, body, unpacked body and time are bounded ([Limits]).
//   - One connection a host, a pause between two requests, robots.txt (RFC 9309),
//     Retry-After, and a User-Agent that says who asks.
//
// Proxies of the environment are not used: what a proxy looks up cannot be vetted.
// There are no cookies, no credentials, and no HTTP/2.
//
// The package does not read what it brings: feeds, pages and lists are read elsewhere.
package fetch
