package entente

import "errors"

// The sentinels: what a caller may have to tell apart. They come wrapped in what was
// being done to what.
var (
	// ErrNoStore: there is no store at the place named.
	ErrNoStore = errors.New("there is no store here")
	// ErrNotStore: the file is something else than a store.
	ErrNotStore = errors.New("not a store of entente")
	// ErrNewerStore: the store was written by a later version of the program.
	ErrNewerStore = errors.New("the store was written by a newer version of entente")
	// ErrStoreBusy: another process has the store open.
	ErrStoreBusy = errors.New("the store is in use")
	// ErrReadOnly: the store was opened for reading alone.
	ErrReadOnly = errors.New("the store is open for reading only")
	// ErrNotFound: the store holds no such story, event or report.
	ErrNotFound = errors.New("not found")
	// ErrNotText: a story or report holds a NUL or bytes that are not UTF-8.
	ErrNotText = errors.New("not text: it holds a NUL or bytes that are not UTF-8")
)
