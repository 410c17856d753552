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
	// ErrOlderStore: the store must be brought to this version of the program first.
	ErrOlderStore = errors.New("the store was written by an older version of entente")
	// ErrDamaged: the store's file cannot be read as it was written.
	ErrDamaged = errors.New("the store is damaged")
	// ErrNoRoom: the disk has too little room for what is to be done; nothing was.
	ErrNoRoom = errors.New("too little room")
	// ErrAway: the store's servers, or one of them, do not answer; what was written is kept.
	ErrAway = errors.New("the store does not answer")
	// ErrReadOnly: the store was opened for reading alone.
	ErrReadOnly = errors.New("the store is open for reading only")
	// ErrNotFound: the store holds no such story, event or report.
	ErrNotFound = errors.New("not found")
	// ErrNotText: a story or report holds a NUL or bytes that are not UTF-8.
	ErrNotText = errors.New("not text: it holds a NUL or bytes that are not UTF-8")
	// ErrNotSound: an entry of the ledger has another id than its words give, or lacks a day,
	// a horizon, a probability or an outcome.
	ErrNotSound = errors.New("not a sound entry of the ledger")
)
