// Package wire turns frames into bytes and bytes into frames. It knows nothing of connections,
// goroutines or time: every function is pure, and this comment is the specification of the protocol.
//
// # Notation
//
// Fixed integers are big endian: u8, u16, u24, u32, u64. A uvarint is base 128, least significant
// group first, at most ten bytes, in its shortest form (as encoding/binary writes it). A text is a
// uvarint length and that many bytes. A message is one msgpack value.
//
// # Preface
//
// Both ends begin with the same eight bytes; the client sends first, and a server says nothing until
// it has read them:
//
//	F5 42 42 52 44 0D 0A 01      F5 "BBRD" CR LF version
//
// F5 is neither ASCII nor valid UTF-8 nor the start of TLS, so that HTTP, SSH and TLS are told apart by
// one byte; CR LF shows a path that rewrites line ends. The last byte is the major version. A server
// that does not speak the client's version answers with its own preface and a GOAWAY of code VERSION
// whose text names the range it speaks, and closes. Over TLS the ALPN protocol is "bluebird/1".
//
// # Frames
//
// After the preface both directions are frames, a header of 12 bytes and its payload:
//
//	 0               3      4       5      6       8               12
//	+---------------+------+-------+------+-------+---------------+---------
//	| length    u24 | type | flags | zero | flow  | stream    u32 | payload…
//	+---------------+------+-------+------+-------+---------------+---------
//
// Length counts the payload alone. Stream numbers a call: the client opens streams 1, 2, 3… in strictly
// increasing order and never uses a number twice; stream 0 is the connection. Flow numbers what moves
// within a call: flow 0 is its arguments and its reply, flow n the n-th iterator, channel, reader,
// writer or func of the signature, counted through parameters and then results.
//
//	type          stream  flow  flags                          payload
//	 1 OPEN        call    0     END MORE COMPACT               target, timeout, metadata, first bytes of the arguments
//	 2 DATA        call    any   END MORE COMPACT META BATCH    a message, a fragment of one, several, or raw bytes
//	 3 STATUS      call    0     NOTSTARTED                     how the call failed; ends it
//	 4 CANCEL      call    any   –                              code, callback id, error tree or nothing
//	 5 CREDIT      any     any   –                              bytes the sender may send more
//	 6 PING        0       0     ACK                            eight bytes, returned as they came
//	 7 GOAWAY      0       0     –                              last stream, code, text
//	 8 HELLO       0       0     –                              limits and features
//	 9 CALLBACK    call    >0    MORE COMPACT                   callback id, timeout, arguments
//	10 ANSWER      call    >0    MORE COMPACT                   callback id, code, results or error tree
//	11 GRANT       call    0     –                              method number for later calls
//
// Types 0x40 to 0x7F may be ignored by those who do not know them; any other unknown type, flag, or
// non-zero zero byte is a PROTOCOL error. Flags:
//
//	0x01 END         nothing follows from this side on this flow
//	0x02 MORE        the message goes on in this flow's next frame (of this type, or DATA after OPEN);
//	                 never with END or BATCH
//	0x04 COMPACT     the message's structs are arrays of their fields (see Compact mode)
//	0x08 META        the payload begins with metadata
//	0x10 BATCH       the payload is several messages, each a text
//	0x20 NOTSTARTED  no handler was started for the call, and none will be
//	0x40 ACK         the answer to a PING
//
// # HELLO
//
// The first frame of each direction, at most 16 KiB, exactly once: uvarint count, then that many pairs
// of uvarint key and text value, keys increasing. Unknown keys are skipped. Numbers are values that hold one uvarint.
//
//	1 lowest and 2 highest major version     7 window of flow 0 of a call, bytes
//	3 longest payload this side accepts      8 window of every other flow, bytes
//	4 longest message it accepts             9 most metadata it accepts, bytes
//	5 most streams open at once             10 feature bits (none is defined yet)
//	6 window of the connection, bytes       11 build, a text for people
//
// Until HELLO has come, a side counts on the Minimum limits only: payloads of 16 KiB, messages and
// windows of 64 KiB, 100 streams. A HELLO that claims shorter payloads or smaller windows is a PROTOCOL error.
// Shorter messages and fewer streams may be claimed: a call that was opened before and is above them fails alone.
//
// # Calls
//
// OPEN: uvarint method number, or 0, the method's name as a text and its fingerprint u64; uvarint
// timeout in microseconds, 0 for none, counted from the arrival of the header; metadata; the arguments.
// With END the arguments are whole and no flow of the client's is left to send on flow 0.
//
// The arguments are an array by position, or a map by parameter name. An array that is too short is
// filled with zero values, one that is too long is cut; so is the reply, always an array of results.
//
// A call ends with DATA and END on flow 0 from the server, which carries the reply and means success,
// or with STATUS. Where flows from the server go on after the handler has returned, the reply comes first, without END, and
// a DATA frame with END and without bytes ends the call. What arrives later for the stream is ignored. The client ends a call early with CANCEL
// on flow 0. CANCEL on another flow ends that flow alone: from its receiver it says that nothing more is wanted, and from its sender, in place of
// END, that it broke off, so that what has come is not all. CANCEL: uvarint code, uvarint callback id, which is 0 unless one callback alone is
// meant, and, if more than a code is known, an error tree.
//
// STATUS: uvarint code, uvarint milliseconds after which another attempt may go well (0 unknown),
// metadata, error tree. The codes are gRPC's, with its numbers, 1 to 16.
//
// An error tree is uvarint n and n nodes, parents before children: uvarint code (0 none), the text of
// Error(), the registered name of a sentinel or type, its msgpack details, each a text, and the uvarint
// number of children. At most 64 KiB and 64 levels.
//
// Metadata is uvarint n and n pairs of texts, key and value: at most 64 pairs and 8 KiB, counted as the
// sum of the lengths of all texts and 16 bytes for each pair.
//
// # Messages
//
// A message fits in one frame, or is cut into fragments, all but the last with MORE. The first fragment's bytes
// are preceded by the length of the whole message, u32. Fragments of one flow follow each other;
// other flows and streams may come between. The order within a payload is: what the type demands,
// metadata if META, whole length if first of several, bytes.
//
// On a byte stream every DATA payload is raw bytes and fragments do not exist. A DATA frame without
// bytes is only worth sending for its END or its metadata.
//
// # Callbacks
//
// A func parameter is a flow. CALLBACK: uvarint callback id, then in its first fragment uvarint timeout
// in microseconds, then the arguments. ANSWER: the same id, then in its first fragment uvarint code, then
// the results (code 0) or an error tree. Ids are chosen by the caller of the func from 1 upwards and not used twice in a
// call; several may be in the air, and fragments carry their id, so that they may be interleaved; at most 64 of
// one flow may have come in part. CANCEL with its id says that the answer to one is no longer waited for.
//
// # Method numbers and compact mode
//
// The first use of a method on a connection gives its name and the fingerprint of its wire shape. The
// server answers with GRANT, before anything else of that call: uvarint method number, u8 with bit 0 set if fingerprints are
// equal (the other bits mean nothing yet), and a text: empty, or for
// fingerprint 0 (a caller without a stub) the signature in one line for people and a line with the name of each result. Later OPENs may
// use the number, which stands for that pair of name and fingerprint on that connection alone.
//
// Where fingerprints are equal, either side may send messages with COMPACT: structs are then arrays of
// their fields in order, without names. A server knows both fingerprints from OPEN on, a client from
// GRANT on; each message says for itself, so a running stream may change over. Numbers in slices travel
// as msgpack ext with a little-endian payload; package codec lists the ext types, 32 to 42.
//
// # Credit
//
// Every payload of OPEN, DATA, CALLBACK and ANSWER costs max(length, 256) of two windows of its receiver: the
// connection's and that of its flow; a DATA frame that only ends a flow above 0 costs nothing. A new flow starts with the window that HELLO announced. CREDIT gives more: uvarint bytes, from 1 to
// 2³¹-1, on a flow, or on stream 0 for the connection. A window never holds more than 2³¹-1. Sending beyond it is a FLOW_CONTROL error.
// Fragments of an unfinished message are credited as they arrive and count against the
// receiver's memory for unfinished messages; but on a flow above 0 only when no earlier message waits there for the
// application. What is complete is credited to its flow when the application takes it, and to the connection at once, unless
// 64 MiB wait on all flows together: so a flow that nobody reads stops itself and no other. A window that is emptied
// faster than credit travels may be given more than was used, up to 16 MiB.
//
// # The end of a connection
//
// GOAWAY: u32 last stream, uvarint code, text. Streams above last were not and will not be started;
// those below go on. A second GOAWAY can only lower last. With a code other than NONE the connection
// closes at once. Codes: 0 NONE, 1 PROTOCOL, 2 FRAME_SIZE, 3 FLOW_CONTROL, 4 TOO_MUCH, 5 TIMEOUT,
// 6 VERSION, 7 INTERNAL, 8 TLS (the port wants TLS).
package wire
