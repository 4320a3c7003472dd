//! An analyst's note: Markdown as far as it is text. Raw HTML is shown as it is written, images become their
//! words, and links lead to the web or to a mailbox.

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html::push_html};

/// The note as HTML.
pub(super) fn render(markdown: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_SMART_PUNCTUATION;
    let mut links = Vec::new();
    let events = Parser::new_ext(markdown, options).filter_map(|event| harmless(event, &mut links));
    let mut html = String::new();
    push_html(&mut html, events);
    html
}

/// An event without what could act. `links` tells which open links are kept.
fn harmless<'a>(event: Event<'a>, links: &mut Vec<bool>) -> Option<Event<'a>> {
    match event {
        Event::Html(text) | Event::InlineHtml(text) => Some(Event::Text(text)),
        Event::Start(Tag::HtmlBlock) => Some(Event::Start(Tag::Paragraph)),
        Event::End(TagEnd::HtmlBlock) => Some(Event::End(TagEnd::Paragraph)),
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => None,
        Event::Start(Tag::Link { link_type, dest_url, id, .. }) => {
            let kept = is_web(&dest_url);
            links.push(kept);
            kept.then_some(Event::Start(Tag::Link { link_type, dest_url, title: CowStr::Borrowed(""), id }))
        }
        Event::End(TagEnd::Link) => links.pop().unwrap_or(false).then_some(Event::End(TagEnd::Link)),
        // The page has the first two levels; one below them never leaves one out.
        Event::Start(Tag::Heading { .. }) => {
            let level = HeadingLevel::H3;
            Some(Event::Start(Tag::Heading { level, id: None, classes: Vec::new(), attrs: Vec::new() }))
        }
        Event::End(TagEnd::Heading(_)) => Some(Event::End(TagEnd::Heading(HeadingLevel::H3))),
        other => Some(other),
    }
}

fn is_web(address: &str) -> bool {
    let lower = address.to_ascii_lowercase();
    ["https://", "http://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_is_rendered() {
        let html =
            render("# Well done\n\n**Strong** week, see [us](https://example.com).\n\n| a | b |\n|--|--|\n| 1 | 2 |");
        assert!(html.contains("<h3>Well done</h3>"), "{html}");
        assert!(html.contains("<strong>Strong</strong>") && html.contains("<td>1</td>"), "{html}");
        assert!(html.contains("<a href=\"https://example.com\">us</a>"), "{html}");
    }

    #[test]
    fn what_could_act_is_text() {
        let html = render(
            "<script>alert(1)</script>\n\n<img src=x onerror=y> [a](javascript:alert(2)) ![b](https://t.example/p.png)\n\n\
             [c](data:text/html,x) <javascript:alert(3)>",
        );
        assert!(!html.contains("<script") && !html.contains("<img") && !html.contains("href"), "{html}");
        assert!(html.contains("&lt;script&gt;") && html.contains('b') && html.contains('c'), "{html}");
    }
}
