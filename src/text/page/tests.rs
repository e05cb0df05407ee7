//! What pages show, and that every place leads back into them.
use super::*;
use proptest::prelude::*;

fn shown(page: &str) -> String {
    Page::read(page).text
}

#[test]
fn what_a_browser_shows_is_read() {
    for (page, text) in [
        ("<p>one\n  line</p><p>two<br>three<br><br>four", "one line\n\ntwo\nthree\n\nfour"),
        ("<div>a<div>b</div>c</div>", "a\nb\nc"),
        ("a<script>x<b</script><style>p{}</style><!-- y --><noscript>z</noscript>b", "ab"),
        ("<title> the\ntitle </title><h1 class=x>head</h1>body", "<title>the title</title>\n\n<h1>head</h1>\n\nbody"),
        ("<h3>x</h3>", "### x"),
        ("<ul><li>a<li>b</ul>c", "a\nb\n\nc"),
        ("<table><tr><td>QQ<td>1234567<tr><td>x</table>", "QQ 1234567\nx"),
        ("<pre>\n  a\n b</pre>c", "```\n\n  a\n b\n```\n\nc"),
        ("say <code>x &amp; y</code>", "say `x &amp; y`"),
        ("<blockquote>a<p>b</blockquote>c", "> a\n\n> b\n\nc"),
        ("<a class=k href=\"https://x.example/?a=1\">k</a>, <a href=#top>up</a>", "<a href=\"https://x.example/?a=1\">k</a>, up"),
        ("加微信<img src=x alt='二维码'>y<img src=z>", "加微信<img alt=\"二维码\">y<img>"),
        ("<textarea>a<b></textarea>", "a<b>"),
        ("<dialog>a</dialog><details><summary>b</summary>c</details>", "a\nb\nc"),
        ("a < b &lt; c", "a < b &lt; c"),
        ("lu<!-- 7 -->mo <!-- 7 --> x", "lu<!-- 7 -->mo x"),
        ("", ""),
    ] {
        assert_eq!(shown(page), text, "{page}");
    }
}

#[test]
fn what_is_hidden_is_left_out() {
    for (page, text) in [
        ("<p hidden>x</p>y", "y"),
        ("<p hidden>x<div>y</div>", "y"),
        ("<div style='DISPLAY : none'><b>x</b><div>x</div></div>y", "y"),
        ("<li hidden><div>x</div></li>y", "y"),
        ("<ul><li style=display:none>x<li>y</ul>", "y"),
        ("<span style='font-size:0px'>x</span>y<span style='font-size:0.9em'>z</span>", "yz"),
        ("<p style='text-indent:-9999px'>x</p>y", "y"),
        ("<p style='opacity:0.0'>x</p><p style='opacity:0.5'>y", "y"),
        ("<section><div hidden>x</section>y", "y"),
        ("<svg><title>x</title><path/></svg><svg/>y", "y"),
        ("<p hidden=until-found>y", "y"),
        ("<br hidden><img hidden alt=x>y", "y"),
        ("<template><p>x</p></template>y", "y"),
        ("<div hidden>x", ""),
    ] {
        assert_eq!(shown(page), text, "{page}");
    }
}

/// Tags, halves of them, and characters of every length.
fn pages() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "<p>",
        "</p>",
        "<p hidden>",
        "<div>",
        "</div>",
        "<div style=\"display: none\" id=x>",
        "<br>",
        "<b>",
        "</b>",
        "<h1>",
        "</h1>",
        "<pre>",
        "</pre>",
        "<code>",
        "</code>",
        "<blockquote>",
        "</blockquote>",
        "<a href=\"https://t.me/lumo?a&amp;b=电\">",
        "<a href='",
        "</a>",
        "<img alt=\"电💪\">",
        "<script>",
        "</script>",
        "<style>",
        "</style>",
        "<!-- x -->",
        "<!--",
        "-->",
        "<title>",
        "</title>",
        "<table>",
        "<tr>",
        "<td>",
        "</table>",
        "<li>",
        "<ul>",
        "</ul>",
        "<svg/>",
        "<svg>",
        "</svg>",
        "<textarea>",
        "</textarea>",
        "&amp;",
        "&#x7535;",
        "&",
        "<",
        ">",
        "\"",
        "'",
        "=",
        " ",
        "\n",
        "\r\n",
        "\t",
        "\0",
        "电",
        "💪",
        "é",
        "加微信：lumo_88",
        "x",
        "</",
        "<p",
        " hidden",
        "<plaintext>",
        "<dialog open>",
    ]);
    prop::collection::vec(prop_oneof![6 => known.prop_map(str::to_owned), 1 => any::<String>()], 0..40).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    /// Every place of the text stands on character boundaries of the page, none before that of its neighbour, and what was
    /// not written for a tag is the page's own.
    #[test]
    fn every_place_leads_back_into_the_page(source in pages()) {
        let page = Page::read(&source);
        let (mut start, mut own) = (0, 0);
        for (at, c) in page.text.char_indices() {
            let place = page.to_source(Span::new(at, at + c.len_utf8()));
            prop_assert!(place.start >= start && place.start < place.end, "{:?} of {:?} in {:?}", place, c, source);
            let quote = source.get(place.range());
            prop_assert!(quote.is_some(), "{:?} in {:?}", place, source);
            own += usize::from(quote.is_some_and(|quote| quote.starts_with(c) && quote.len() == c.len_utf8()));
            start = place.start;
            let from_here = page.to_source(Span::new(at, page.text.len()));
            prop_assert!(source.get(from_here.range()).is_some(), "{:?} in {:?}", from_here, source);
        }
        let words = page.text.chars().filter(|c| matches!(c, '电' | '💪' | 'é')).count();
        prop_assert!(own >= words);
    }

    /// A page without tags is its own text, but for white space.
    #[test]
    fn plain_text_stays(text in "[a-z电💪 ,。]{0,60}") {
        let page = Page::read(&text);
        prop_assert_eq!(&page.text, &text.split_whitespace().collect::<Vec<_>>().join(" "));
    }
}
