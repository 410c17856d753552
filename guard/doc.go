// Package guard stands at the door of the server: who may come in, under which name the
// house may be called, how often and with how much.
//
// In go requests, out come those that may pass, each with its [Visitor]; all others are
// answered here, as a page for people and as application/problem+json (RFC 9457) for
// programs. On loopback nobody is asked for a token, and what protects the house is that
// it answers to its own names alone (against DNS rebinding) and takes nothing from pages of
// others (against forged requests). Off loopback each request needs a token, kept here as
// a hash with its scopes and its last day.
//
// The package knows HTTP and nothing of news.
package guard
