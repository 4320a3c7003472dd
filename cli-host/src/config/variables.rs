//! `${VAR}` and `${VAR:-default}` in a config's strings; `$${` is a plain `${`.

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::keys::Problems;

/// Puts values of the environment into every string of a table.
pub(super) fn fill(table: &mut DeTable<'_>, problems: &mut Problems<'_>, look: &dyn Fn(&str) -> Option<String>) {
    table.iter_mut().for_each(|(_, value)| fill_value(value, problems, look));
}

fn fill_value(value: &mut Spanned<DeValue<'_>>, problems: &mut Problems<'_>, look: &dyn Fn(&str) -> Option<String>) {
    let span = value.span();
    match value.get_mut() {
        DeValue::String(text) if text.contains("${") => match filled(text, look) {
            Ok(filled) => *text = filled.into(),
            Err(message) => problems.push_unfilled(span, message),
        },
        DeValue::Array(items) => items.iter_mut().for_each(|item| fill_value(item, problems, look)),
        DeValue::Table(table) => fill(table, problems, look),
        _ => {}
    }
}

/// The text with its variables filled in.
fn filled(text: &str, look: &dyn Fn(&str) -> Option<String>) -> Result<String, String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("${") {
        if let Some(plain) = before.strip_suffix('$') {
            out += plain;
            out += "${";
            rest = behind;
            continue;
        }
        out += before;
        let Some((inside, after)) = behind.split_once('}') else {
            return Err("a \"${\" without its \"}\"; write $${ for a plain one".to_owned());
        };
        let (name, default) = inside.split_once(":-").map_or((inside, None), |(name, default)| (name, Some(default)));
        let right = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if name.is_empty() || !name.chars().all(right) {
            return Err(format!("\"{name}\" is no name of a variable; write $${{ for a plain ${{"));
        }
        match (look(name).filter(|value| !value.is_empty()), default) {
            (Some(value), _) => out += &value,
            (None, Some(default)) => out += default,
            (None, None) => {
                return Err(format!("the variable {name} is not set; set it, or write ${{{name}:-default}}"));
            }
        }
        rest = after;
    }
    Ok(out + rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_and_their_defaults_are_filled_in() {
        let look = |name: &str| (name == "ZONE").then(|| "Europe/Berlin".to_owned());
        assert_eq!(filled("${ZONE}", &look).unwrap(), "Europe/Berlin");
        assert_eq!(filled("a-${NONE:-b}-${ZONE:-UTC}", &look).unwrap(), "a-b-Europe/Berlin");
        assert_eq!(filled("$${ZONE} $5", &look).unwrap(), "${ZONE} $5");
        assert!(filled("${NONE}", &look).unwrap_err().contains("NONE is not set"));
        assert!(filled("${ZONE", &look).is_err());
        assert!(filled("${a b}", &look).is_err());
    }
}
