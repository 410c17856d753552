package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"

	"entente/clickhouse"
	"entente/desk"
	"entente/duckdb"
)

// anyStore is a store of either kind: a file, or tables on servers.
type anyStore interface {
	desk.Archive
	Bulk(ctx context.Context) error   // readies it for much to be written
	Frugal(ctx context.Context) error // bounds what reading much of it holds
}

// openAny opens the store of a name: an address of servers, or a file.
func openAny(ctx context.Context, name string, o duckdb.Options) (anyStore, error) {
	if clickhouse.Is(name) {
		s, err := clickhouse.Open(ctx, name, clickhouse.Options{ReadOnly: o.ReadOnly})
		if err != nil {
			return nil, badStore(err)
		}
		return s, nil
	}
	s, err := duckdb.Open(ctx, name, o)
	if err != nil {
		return nil, badStore(err)
	}
	return s, nil
}

// notOnServers refuses what is done to a store that is a file alone.
func (e *env) notOnServers(doing, instead string) error {
	if !clickhouse.Is(e.Store) {
		return nil
	}
	return codedError{exitUsage, usage("%s is for a store that is a file; %s is on servers", doing, clickhouse.Plain(e.Store)), instead}
}

// besideStore names a file that belongs to a store: beside it where it is a file, else in
// the user's own folder, under a name that follows from the store's address.
func besideStore(store, suffix string) string {
	if !clickhouse.Is(store) {
		return store + suffix
	}
	sum := sha256.Sum256([]byte(clickhouse.Plain(store)))
	name := "store-" + hex.EncodeToString(sum[:6]) + suffix
	dir, err := os.UserConfigDir()
	if err != nil {
		return name
	}
	dir = filepath.Join(dir, "entente")
	if os.MkdirAll(dir, 0o700) != nil {
		return name
	}
	return filepath.Join(dir, name)
}
