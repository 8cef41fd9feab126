//! Takes e-mail addresses out of texts: offers are kept, people's addresses are not.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex_lite::Regex;

/// What stands where an address stood; the page that the record links to has it.
const PLACE: &str = "[e-mail]";

static MAILBOX: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
            r"(?i)(?:mailto:)?[a-z0-9._%+\-]+(?:@|%40)[a-z0-9\-]+(?:\.[a-z0-9\-]+)+",
            // Written so that machines do not find it: «ana [at] a.example», «ana(arroba)a(punto)example».
            r"|[a-z0-9._%+\-]+\s?[\[({<]\s?(?:at|arroba|@)\s?[\])}>]\s?[a-z0-9\-]+(?:\s?(?:\.|[\[({<]\s?(?:dot|punto|ponto|point)\s?[\])}>])\s?[a-z0-9\-]+)+"
        ))
        .ok()
});

/// `text` with `[e-mail]` where addresses stood.
pub fn without_mailboxes(text: &str) -> Cow<'_, str> {
    match MAILBOX.as_ref() {
        Some(mailbox) if text.contains(['@', '[', '(', '{', '<', '%']) => mailbox.replace_all(text, PLACE),
        _ => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_go_and_words_stay() {
        assert_eq!(
            without_mailboxes("Escriba a Ana.Soto-1@gore.example.cl, o llame."),
            "Escriba a [e-mail], o llame."
        );
        for hidden in
            ["ana [at] a.example", "ana(arroba)a(punto)example", "ana{at}a.b.example", "ana [ @ ] a.example"]
        {
            assert_eq!(without_mailboxes(&format!("A {hidden}, hoy")), "A [e-mail], hoy", "{hidden}");
        }
        assert_eq!(without_mailboxes("(at home) [at] once"), "(at home) [at] once");
        assert_eq!(without_mailboxes("a @ b, @cuenta, x@y"), "a @ b, @cuenta, x@y");
    }
}
