//! Whether a file can be made somewhere: asked before anything is paid for or sent whose result would stand there.

use std::io;
use std::path::Path;

use anyhow::{Result, anyhow};

/// Whether a new file can stand under this path, with folders that are still to be made. Nothing is left there.
///
/// # Errors
/// Why none can.
pub(crate) fn for_new_file(path: &Path) -> Result<()> {
    let there = |folder: &&Path| folder.as_os_str().is_empty() || folder.exists();
    let folder = path.ancestors().skip(1).find(there).unwrap_or(Path::new("."));
    in_folder(if folder.as_os_str().is_empty() { Path::new(".") } else { folder })
}

/// Whether a new file can be made in a folder; nothing is left there.
///
/// # Errors
/// Why none can.
pub(crate) fn in_folder(folder: &Path) -> Result<()> {
    tempfile::tempfile_in(folder).map(drop).map_err(|error| refused(folder, &error))
}

/// Why no file could be made in a folder, without the name that it would have had.
pub(crate) fn refused(folder: &Path, error: &io::Error) -> anyhow::Error {
    let shown = folder.display();
    match folder.metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => anyhow!("there is no folder {shown}"),
        Ok(there) if !there.is_dir() => anyhow!("{shown} is no folder"),
        // Of the system's word the kind alone is told: the rest is the name.
        _ => anyhow!("no file can be made in the folder {shown}: {}", error.kind()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_made_is_said_and_nothing_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let told = |result: Result<()>| result.map_err(|error| error.to_string());
        let (file, none) = (folder.path().join("file"), folder.path().join("none"));
        std::fs::write(&file, "x").unwrap();
        assert_eq!(told(in_folder(folder.path())), Ok(()));
        assert_eq!(told(in_folder(&none)), Err(format!("there is no folder {}", none.display())));
        assert_eq!(told(in_folder(&file)), Err(format!("{} is no folder", file.display())));
        assert_eq!(told(for_new_file(&none.join("deep/store.db"))), Ok(()));
        assert_eq!(told(for_new_file(&file.join("store.db"))), Err(format!("{} is no folder", file.display())));
        assert_eq!(told(for_new_file(Path::new("store.db"))), Ok(()));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn the_name_that_a_file_would_have_had_is_not_told() {
        let told = in_folder(Path::new("/proc")).unwrap_err().to_string();
        assert!(told.starts_with("no file can be made in the folder /proc: ") && !told.contains(".tmp"), "{told}");
    }
}
