//! The command `matcher`. Everything it does is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    matcher_api::cli::main()
}
