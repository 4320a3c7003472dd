//! What a damaged store looks like, wherever it is met, and what is to be done about it.

use rusqlite::{Connection, ErrorCode};

/// Marks an error that comes of rows which contradict each other or cannot be read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Damaged;

impl std::fmt::Display for Damaged {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the store is damaged")
    }
}

/// Whether an error comes of a damaged store, rather than of one that is busy, full or not to be written.
pub(crate) fn is_damage(error: &anyhow::Error) -> bool {
    let of_sqlite = |error: &rusqlite::Error| match error {
        rusqlite::Error::SqliteFailure(cause, message) => {
            let lacks = |message: &String| message.starts_with("no such table") || message.starts_with("malformed");
            matches!(cause.code, ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)
                || message.as_ref().is_some_and(lacks)
        }
        rusqlite::Error::FromSqlConversionFailure(..)
        | rusqlite::Error::IntegralValueOutOfRange(..)
        | rusqlite::Error::InvalidColumnType(..)
        | rusqlite::Error::Utf8Error(..) => true,
        _ => false,
    };
    error.is::<Damaged>() || error.chain().any(|cause| cause.downcast_ref().is_some_and(of_sqlite))
}

/// Whether an error comes of a store, or of a folder, that may not be written.
pub(super) fn is_unwritable(error: &anyhow::Error) -> bool {
    let cause = error.chain().find_map(|cause| cause.downcast_ref());
    matches!(cause, Some(rusqlite::Error::SqliteFailure(cause, _)) if forbids_writing(cause.code))
}

const fn forbids_writing(code: ErrorCode) -> bool {
    matches!(code, ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied)
}

/// An error with its causes, in a line. SQLite's code says again what its message says.
pub(crate) fn message(error: &anyhow::Error) -> String {
    let causes = error.chain().enumerate().filter(|(at, cause)| *at == 0 || !cause.is::<rusqlite::ffi::Error>());
    causes.map(|(_, cause)| cause.to_string()).collect::<Vec<_>>().join(": ")
}

/// What is to be done about an error of the store; `None` where its message says it, or nothing is known.
pub(crate) fn remedy(error: &anyhow::Error) -> Option<&'static str> {
    if is_damage(error) {
        return Some("`tagpulse check` says what is damaged, `tagpulse check --repair` saves what can be read");
    }
    let cause = error.chain().find_map(|cause| cause.downcast_ref())?;
    let rusqlite::Error::SqliteFailure(cause, _) = cause else { return None };
    match cause.code {
        ErrorCode::DiskFull | ErrorCode::SystemIoFailure => Some(
            "the disk may be full: make room; what was stored before is whole, and the next run goes on with what is paid for",
        ),
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => {
            Some("another program holds the store: close it there, or run again later")
        }
        code if forbids_writing(code) => Some(
            "the store, the files beside it that begin with its name, and their folder must be writable for this user",
        ),
        _ => None,
    }
}

/// A line of SQLite's verdict, which names a table's tree by its first page, with the table's name.
pub(super) fn with_table(db: &Connection, line: &str) -> String {
    let root = line.strip_prefix("Tree ").and_then(|rest| rest.split(' ').next()).and_then(|root| root.parse().ok());
    let name = |root: i64| -> Option<String> {
        db.query_row("SELECT tbl_name FROM sqlite_master WHERE rootpage = ?1", [root], |row| row.get(0)).ok()
    };
    match root.and_then(name) {
        Some(name) => format!("{name}: {line}"),
        None => line.to_owned(),
    }
}
