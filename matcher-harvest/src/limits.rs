//! Every cap the harvest keeps to, in one place: what a source may send and what a record may hold.
//!
//! A payload above a cap is refused whole; a text above a cap is cut and the cut is reported.

/// Most bytes of one payload, after decompression: three times the largest real feed (US bulk extract aside).
pub const MAX_PAYLOAD_BYTES: usize = 64 * 1024 * 1024;

/// Most bytes of one payload where its source file asks for more than [`MAX_PAYLOAD_BYTES`]: only formats that are
/// read piece by piece may (the extract of Grants.gov, some 80 MB of ZIP).
pub const MAX_LARGE_PAYLOAD_BYTES: usize = 256 * 1024 * 1024;

/// Most bytes that such a payload unpacks to, read piece by piece: three times the extract of 2026.
pub const MAX_STREAMED_BYTES: u64 = 1024 * 1024 * 1024;

/// Most bytes of one record of such a payload: it is held whole.
pub const MAX_STREAMED_PIECE_BYTES: usize = 8 * 1024 * 1024;

/// Days that an opportunity of the extract of Grants.gov may have been closed and still be read.
pub const EXTRACT_CLOSED_DAYS: i32 = 365;

/// Most records read out of one payload; the rest is reported and left.
pub const MAX_RECORDS: usize = 50_000;

/// Most nested JSON arrays and objects. `serde_json` refuses 128 on its own; no known source needs 20.
pub const MAX_JSON_DEPTH: usize = 64;

/// Most nested elements of a feed. Real feeds stay below 12.
pub const MAX_XML_DEPTH: usize = 100;

/// Most bytes of one piece of HTML that goes through the HTML parser; longer pieces lose their tags plainly.
pub const MAX_HTML_BYTES: usize = 1024 * 1024;

/// Most nested elements of one piece of HTML that goes through the HTML parser: 8,000 nested `div`s cost seconds.
pub const MAX_HTML_DEPTH: usize = 200;

/// Longest quotation of a source value inside a problem, in characters: a log line stays a line.
pub const MAX_QUOTE_CHARS: usize = 120;

/// Most problems kept of one payload; the rest is counted.
pub const MAX_PROBLEMS: usize = 10_000;

/// Most bytes of an external id, as records accept them.
pub const MAX_EXTERNAL_ID_BYTES: usize = 500;

/// Longest wait for a connection, in milliseconds.
pub const CONNECT_TIMEOUT_MS: u64 = 10_000;

/// Longest silence between two pieces of a body, in milliseconds.
pub const READ_TIMEOUT_MS: u64 = 30_000;

/// Longest time of a whole request, redirects and body included, in milliseconds.
pub const REQUEST_TIMEOUT_MS: u64 = 180_000;

/// Most redirects followed.
pub const MAX_REDIRECTS: usize = 5;

/// Most records that differ listed by name in a report; the counts tell of the rest.
pub const MAX_LISTED_DIFFERENCES: usize = 1_000;

/// Good runs in a row that a record may be missing from before it has vanished, where its source says nothing else.
pub const VANISH_AFTER_RUNS: u32 = 3;

/// Good runs that tell the usual size of a source: the middle one of so many.
pub const USUAL_SIZE_RUNS: usize = 5;

/// Days without any difference after which a source read daily, weekly or monthly has probably stopped, where its
/// source file says nothing else.
pub const QUIET_AFTER_DAYS: [u32; 3] = [30, 90, 365];

/// Least time between the beginnings of two requests to one host, in milliseconds.
pub const HOST_INTERVAL_MS: u64 = 1_000;

/// Most requests to one host at once.
pub const MAX_PER_HOST: usize = 2;

/// Longest `Crawl-delay` of a robots.txt that is kept, in milliseconds; a longer one counts as this.
pub const MAX_CRAWL_DELAY_MS: u64 = 30_000;

/// Most times a request that failed for the moment is sent again.
pub const MAX_RETRIES: usize = 3;

/// Pause before the first of them, in milliseconds; each further one doubles it, and chance adds up to as much again.
pub const RETRY_PAUSE_MS: u64 = 1_000;

/// Longest pause of our own between two tries, in milliseconds.
pub const MAX_RETRY_PAUSE_MS: u64 = 30_000;

/// Longest `Retry-After` that is waited for, in milliseconds; who asks for more is left alone until the next run.
pub const MAX_RETRY_AFTER_MS: u64 = 120_000;

/// Days that an answer nobody asks for any more is kept.
pub const CACHE_DAYS: u64 = 120;

/// Hours that a source counts as due early, so that a nightly run that began late does not skip the next night.
pub const DUE_SLACK_HOURS: i64 = 6;

/// Sources read at once, where the command line says nothing else.
pub const JOBS: usize = 4;

/// Most pages of a listing read in one run. At 100 records a page it is twice what the largest source needs.
pub const MAX_PAGES: usize = 200;

/// Most pages of single records read in one run: at one a second, a quarter of an hour.
pub const MAX_DETAILS: usize = 1_000;

/// Most bytes of one HTML page that goes through the HTML parser: eight times the largest real listing.
pub const MAX_PAGE_BYTES: usize = 4 * 1024 * 1024;

/// Most nested elements of such a page, counted by its tags; pages that forget end tags count high.
pub const MAX_PAGE_DEPTH: usize = 1_000;

/// Most bytes of a page whose main content is found out: the extraction is slower than the parser.
pub const MAX_CONTENT_BYTES: usize = 1024 * 1024;

/// Fewest characters of main content that make an offer: a notice of maintenance has less.
pub const MIN_CONTENT_CHARS: usize = 100;

/// Most bytes of an HTML table saved as a file: ten times the largest real one.
pub const MAX_TABLE_BYTES: usize = 16 * 1024 * 1024;

/// Most bytes of one cell of delimited text: longer ones come of a quotation mark that nothing closes.
pub const MAX_CELL_BYTES: usize = 1024 * 1024;

/// Most columns of a table.
pub const MAX_COLUMNS: usize = 500;

/// Most bytes that a workbook unpacks to.
pub const MAX_UNPACKED_BYTES: u64 = 512 * 1024 * 1024;

/// Most bytes that the cells of a workbook take once read, where a text that many cells share counts for each of them:
/// eight times the largest real one. Unpacked, such a workbook may be small.
pub const MAX_CELLS_BYTES: usize = 256 * 1024 * 1024;
