// Package warc reads web archives: bytes to records.
//
// It knows the format of WARC 1.0 and 1.1 (ISO 28500:2017), as it is or gzip'ed, a
// record a member as crawlers write it or all in one, and where a record begins, so
// that reading can be taken up there again. Records come one after the other, their
// blocks as streams: memory does not grow with the archive or with a record.
//
// Archives break: disks fill, transfers end, crawlers die. What is damaged is told
// ([Damage]) and passed over, and reading goes on with the next record that is whole.
//
// It reads no page and knows nothing of HTTP; that is news's. It opens no files.
package warc
