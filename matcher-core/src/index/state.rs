//! Whether an index can be used as it is.

/// The state of an index folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IndexState {
    /// It can be read, and continued from its position.
    Ready,
    /// It has to be rebuilt from the store.
    Rebuild(RebuildReason),
}

/// Why an index has to be rebuilt.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RebuildReason {
    /// Parts of the folder are gone.
    #[error("parts of it are missing")]
    Missing,
    /// A file cannot be read.
    #[error("it is damaged ({0})")]
    Damaged(String),
    /// Another version of this software wrote it.
    #[error("it has fields of version {found}, this program knows version {known}")]
    OtherSchema {
        /// Version found.
        found: u32,
        /// [`super::SCHEMA_VERSION`] of this build.
        known: u32,
    },
    /// Its words were analysed by other rules.
    #[error("its words were analysed by other rules")]
    OtherAnalyser,
    /// Its zones are those of another profile, or of another edition of it.
    #[error("its zones are those of another profile")]
    OtherProfile,
}
