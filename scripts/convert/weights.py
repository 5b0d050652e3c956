"""Weights and bounds of extraction: every number that decides what is title, date, body, boilerplate or a refusal.

Grouped by the rule that uses them. Lengths are visible characters unless said otherwise. "Without it" is what is lost
with the number made neutral (a bound lifted, points taken away), each alone, on 191 pages read without a profile, in
November 2026: C are the cases, S 42 pages of a made legacy site, P nine pages of other sites, B 60 real pages of
scrapinghub's article-extraction-benchmark, and 58 odd ones without a score. F1 is of the words of bodies, "clean" the
share of bodies without boilerplate, "order" that with all paragraphs in order. Where no score falls the pages that
change are counted. "Nothing": no page changes; the number stays as the bound of its rule, for pages not among these.

Of later rules the pages that change were counted: of C, of 71 hand-made odd ones (O), of all 181 of that benchmark (B),
of 200 pages of a site made with FrontPage (H).
"""

from __future__ import annotations

# Lines (`dom.lines`, `dom.line_context`)
PROSE_LENGTH = 80  # a line this long is prose; without it: B converted 1 → .983
SENTENCE_LENGTH = 40  # … or this long, and ends a sentence; without it: C converted 1 → .933, P captions .96
# of a line that may be a headline
HEADLINE_SHORTEST, HEADLINE_LONGEST = 15, 250  # without it: 9 pages change · B F1 .951 → .952
# share of a headline link that may stand outside the link
HEADLINE_UNLINKED = 0.2  # without it: C clean 1 → .786, C F1 .985 → .907
# characters beside a headline link, with so many digits: a date
HEADLINE_DATE, HEADLINE_DIGITS = 18, 6  # without it: C refused 1 → .857 · 3 pages change
ECHO_LONGER = 60  # characters that a teaser glued to a title is longer than; without it: nothing
# of a page's prose: an unlikely element that holds so much is a wrapper
WRAPPER_SHARE = 0.4  # without it: B converted 1 → .817, P converted 1 → .857
# the same of an element that never holds an article
EXCLUDED_WRAPPER_SHARE = 0.5  # without it: B converted 1 → .983, B F1 .951 → .942
# siblings alike that make cards of them; paragraphs in a row that make news in brief
CARDS_LEAST = 3  # without it: B converted 1 → .983, B F1 .951 → .942
CARD_DEPTH = 5  # elements from a link up to its card; without it: B converted 1 → .983, B F1 .951 → .942
CARD_LONGEST = 500  # of a card with its teaser; without it: B converted 1 → .983, B F1 .951 → .95
SIBLING_CARD_LONGEST = 1500  # of an element made as the card beside it is; without it: nothing
TEASER_LONGEST = 450  # of a paragraph that introduces another article; without it: B F1 .951 → .952
# headline links with a teaser each, in a row, that make a list of other articles
TEASER_PAIRS = 2  # without it: C clean 1 → .923, C order 1 → .929

# Unlinked lists of other articles, verse (`dom.unlinked_lists`, `dom.verse`)
VERSE_LEAST = 6  # short lines in a row that are a text; without it: O 2 pages change, B 1
VERSE_TIMES = 3  # as much of it as of running text, and the page is verse; without it: H 1 page changes
LIST_LEAST = 3  # entries that make a list without a label; without it: C 6 pages change, O 49, B 6
LIST_TEXT_AFTER = 0.5  # of the text before one: where less follows, it ends it; without it: O 2 pages change

# Site statistics (`dom.site_statistics`)
SAMPLE_SIZE = 240  # pages looked at; without it: nothing
# pages on which a line at the same place is boilerplate or a clock
REPEATED_LEAST = 3  # without it: 55 pages change
# of the pages: a line inside a body is boilerplate; a byline repeats less
SITEWIDE_SHARE = 0.3  # without it: 51 pages change
REPEATED_LONGEST = 400  # characters of a line that may be boilerplate; without it: nothing
LISTED_DATE_LONGEST = 40  # of the line above a link in a list that is its date; without it: nothing

# Link boxes (`dom.link_boxes`) and buttons (`dom.button_lines`)
LABEL_LONGEST = 60  # characters of the label over a list of other articles; without it: nothing
LINK_RUN_LEAST = 2  # headline links in a row that are a list without a label; without it: B F1 .951 → .95
# of a line of buttons, and of one where a link leads to a page
BUTTONS_LONGEST, BUTTONS_ACTIVE_LONGEST = 100, 60  # without it: nothing
BUTTONS_SIGNS_LONGEST = 6  # where it holds no letter: “+ -” of the type size; without it: O 2 pages change

# Data tables and figures (`dom.data_tables`, `dom.inline_styles`, `markdown.figures`)
CELL_LONGEST = 500  # of a cell of a data table with borders or heads; without it: nothing
# of a cell of the head row, under which cells of a ruled table may be as long as they are
HEAD_CELL_LONGEST = 60  # without it: O 1 page changes
PLAIN_CELL_LONGEST = 166  # of one without; without it: nothing
FIGURE_PICTURES = 4  # in the box of one figure; without it: nothing
# for each picture of a table, of a <div>, that is one figure
FIGURE_TABLE_TEXT, FIGURE_DIV_TEXT = 700, 350  # without it: nothing
CAPTION_LONGEST = 700  # under strong evidence: the picture's own box, a name; without it: nothing
# under weak evidence: small or italic type; where centring is all; where a <div> round picture and text is all
CAPTION_WEAK_LONGEST, CAPTION_CENTRED_LONGEST, CAPTION_DIV_LONGEST = 300, 250, 120  # without it: nothing
# a line this long that ends a sentence is a paragraph, whatever the single <br> says
PARAGRAPH_LINE = 60  # without it: 1 page changes

# Mentions of other articles (`dom.mentions`)
MENTION_SHORTEST, MENTION_LONGEST = 12, 300  # of a headline in a list; without it: 3 pages change · nothing
MENTION_BESIDE = 70  # beside a link in its entry: a date, a label, a section; without it: 5 pages change
MENTION_DATE_SHORTEST = 8  # of a date: 1/1/2010; without it: nothing
MENTION_BLOCKS = 3  # above a link that may be its entry; without it: 1 page changes

# Body (`content.body`)
# characters of a line of links that count against a body
BODY_LINKS_LONGEST = 150  # without it: S byline 1 → .975, B F1 .951 → .949
# share of an unlikely line's length that counts against a body, of so many characters at most
BODY_UNLIKELY, BODY_UNLIKELY_LONGEST = 0.2, 200  # without it: B F1 .951 → .943 · nothing
# what is left of the weight of a paragraph that introduces another article
BODY_TEASER = 0.25  # without it: C converted 1 → .867, C F1 .985 → .982
# lines that are no prose between a headline and text that is surely its own
BODY_NEAR = 25  # without it: B F1 .951 → .935
BODY_FAR = 0.2  # the least that distance from the headline leaves of a line's weight; without it: nothing
BODY_SHORT_LINE = 2.0  # taken from a run of lines for a short one; without it: nothing
# of the best weight: elements of equal weight, of which the deepest is taken
BODY_EQUAL = 0.999  # without it: nothing
# share of the heaviest run's prose that a body must hold
BODY_WHOLE = 0.8  # without it: C byline 1 → .923, C converted 1 → .933
# of an element's weight that a child must have to stand for it
BODY_CHILD_SHARE = 0.75  # without it: 1 page changes
BODY_SINGLE_LINE = 1500  # of a line that may be a whole article; without it: B F1 .951 → .952
BODY_LINES_BEFORE = 3  # prose lines before a child: lead, picture caption, subtitle; without it: nothing
BODY_TAIL = 40  # of a line after a child that may be the article's own; without it: nothing
# a column beside the text: pixels or per cent of its width at most, its share of the text's prose where no width says
SIDE_PIXELS, SIDE_PERCENT, SIDE_SHARE = 260, 30, 0.3  # without it: no set, hand-made pages alone
# lines of a cell with a picture that may be its caption, and short lines of a side column at least
SIDE_CAPTION = 3  # without it: no set, hand-made pages alone
DOCUMENT_HEAD_LEAST = 2  # lines of a document's head that prove it; without it: no set, hand-made pages alone
# share of an element's weight of one of several articles in it
BODY_OF_SEVERAL = 0.25  # without it: C clean 1 → .929, C F1 .985 → .966

# Boilerplate inside a body, and trimming (`content.boilerplate`, `content.trim`, `content.stray_images`)
FORM_LONGEST = 200  # of a form with its labels; without it: nothing
# a named box of which more than one part in so many is links is boilerplate
BOX_LINKED = 3  # without it: B F1 .951 → .949
NESTED_TEXT = 0.8  # of the text: it is in such articles; without it: nothing
NESTED_ARTICLES = 3  # articles side by side inside another: cards or comments; without it: B F1 .951 → .941
# lines after the text in which a byline may stand behind links
BYLINE_AHEAD = 4  # without it: C byline 1 → .929
# elements between title and body; farther apart, they have nothing in common
STRAY_IMAGE_FARTHEST = 400  # without it: nothing
# pixels; smaller pictures inside a page hold the place of others
EMBEDDED_LEAST = 4  # without it: O 1 page changes, B 1
PICTURES_LEAST = 2  # photographs that are an article without a text; without it: H 7 pages change
STRAY_IMAGE_LEAST = 80  # pixels; smaller pictures are icons, rules, avatars; without it: nothing

# Foreign text inside a body (`content.foreign_text`)
ADVERT_LONGEST = 30  # of the word for an advertisement, on its line; without it: B 14 pages change
COMPANY_PARAGRAPHS = 4  # at the end of a text that may be about a company; without it: B 1 page changes
CAPTION_BOX = 3  # times a line's length that a box with its picture may hold; without it: B 3 pages change
# characters by which two captions are one, the second cut short
CAPTION_BEGINNING = 80  # without it: B F1 .961 → .959
REPEATED_CAPTION = 3  # times that a long line is said in a body; without it: B 8 pages change

# Title (`fields.title`): points of a candidate line
TITLE_LEAST = 1.5  # of a title at all; without it: 9 pages change
# marked as a title: sure enough where its date stands beside it
TITLE_DATED = 4.0  # without it: C converted 1 → .933, C F1 .985 → .984
TITLE_SURE = 6.0  # a heading, or one that the page's own title repeats; without it: nothing
TITLE_LENGTHS = range(8, 301)  # characters of a candidate; without it: 1 page changes
# … of a heading, and the lowest level of one that may be a title, however short; headings above it
TITLE_HEADING_SHORTEST, TITLE_HEADING_LOWEST = 2, 3  # without it: O 3 pages change · O 3 pages change, B 1
TITLE_LINES_BELOW = 3  # lines of the body among which a candidate is looked for; without it: nothing
TITLE_HEADINGS = {1: 5.0, 2: 3.0, 3: 2.0}  # by its level; without it: P title 1 → .714, C converted 1 → .933
TITLE_CENTRED = 1.0  # in bold or large letters, in the middle of its line; without it: H 10 pages change
TITLE_ROLE = 3.0  # its class or id names a title; without it: C converted 1 → .933, B converted 1 → .983
TITLE_LEAD, TITLE_LABEL = -4.0, -4.0  # … or a lead; it reads as the label of a list; without it: nothing
TITLE_METADATA = 8.0  # the page's metadata say it; without it: nothing
TITLE_PAGE_TITLE = 5.0  # the page's own <title> says it …; without it: 2 pages change
# … one without tones says it, or a part of one does
TITLE_TONELESS, TITLE_TONELESS_PART = 2.5, 1.0  # without it: H 5 pages change · 1
TITLE_PAGE_TITLE_SHORTEST = 15  # … in so many characters; without it: nothing
TITLE_LISTED = 8.0  # other pages' lists say it of this address; without it: nothing
TITLE_LINKED = -3.0  # it is mostly a link; without it: 2 pages change
TITLE_UNLIKELY = -6.0  # it stands in an element that seldom holds an article; without it: 2 pages change
TITLE_SENTENCE = -1.5  # plain, and ends like a sentence; without it: C title 1 → .933, C F1 .985 → .978
TITLE_LONG, TITLE_LONG_FROM = -1.0, 131  # longer lines are leads rather; without it: nothing
# taken for each line between it and the body, at most
TITLE_DISTANCE, TITLE_DISTANCE_MOST = 0.15, 4.0  # without it: 4 pages change · nothing
TITLE_DISTANCE_HEAD = 0.02  # … for each of a document's head under a heading; without it: O 1 page changes
TITLE_PART = -2.5  # it names a part of a text, or who translated it; without it: nothing
TITLE_CAPITAL_LINES = 4  # paragraphs of capitals that may be one title; without it: nothing
TITLE_PLACE = -3.0  # it names the section, or says “news”; without it: O 1 page changes
TITLE_PERSON = -2.5  # it is a person's name; without it: nothing
# a heading of a higher level stands above it, no link between them
TITLE_SUBHEADING = -3.0  # without it: B 1 page changes
TITLE_BELOW = -2.0  # a plain line under the first paragraph; without it: nothing
TITLE_RIGHT_ABOVE = 1.0  # the line right above the body; without it: 1 page changes
TITLE_ECHOED = 4.0  # a teaser begins with its words; without it: nothing
# a date stands within so many lines
TITLE_DATE_BESIDE, TITLE_DATE_LINES = 1.5, 2  # without it: C converted 1 → .933, C F1 .985 → .984
TITLE_BEGINS = 1.0  # set off by type, with nothing but links and dates before it; without it: nothing
TITLE_LEAD_LEAST = 30  # of a lead outside the body; without it: nothing
# lines before the body in which a lead is looked for
TITLE_LEAD_WITHIN = 12  # without it: P F1 1 → .983, C F1 .985 → .978
TITLE_NAMED_BESIDE = 5  # lines from a title that the metadata name to the text; without it: nothing

# Date (`fields.date`): points of a candidate
DATE_LEAST = 1.5  # of a date at all: none rather than an uncertain one; without it: 1 page changes
# beside the title, less for each line between them
DATE_AT_TITLE, DATE_AT_TITLE_LINE = 6.0, 0.2  # without it: 1 page changes · nothing
# lines that are beside the title, be a lead between them
DATE_LINES_BEFORE, DATE_LINES_AFTER = 3, 3  # without it: nothing
# above the title or after the text, less for each line
DATE_ELSEWHERE, DATE_LINE = 4.0, 0.3  # without it: P date 1 → .857, C byline 1 → .923 · nothing
DATE_IN_TEXT = 1.0  # inside the text; without it: nothing
DATE_BELOW_LINE = 0.1  # under the text and still beside it: taken for each line; without it: nothing
DATE_BELOW_LINES = 20  # lines under a text that are looked at; without it: nothing
DATE_ROLE = 2.0  # its class or id names a date; without it: 2 pages change
DATE_MINUTES = 0.1  # it says the minute; without it: C date 1 → .933, C right dates 1 → .933
DATE_OUTSIDE = -1.0  # outside the element that holds both title and text; without it: nothing
DATE_CLOCK_ROLE = -3.0  # its class or id names a clock; without it: nothing
DATE_CLOCK_TEXT = -4.0  # it says “now”, or reads as a clock above the title; without it: nothing
DATE_BEFORE = -0.2  # before the title, where a clock stands as well; without it: nothing
# its label says that it is the day of publication; that of a change
DATE_POSTED, DATE_UPDATED = 1.5, -1.5  # without it: B 2 pages change · B 2 pages change
DATE_UPDATED_FOOT = -6.0  # that of the page's last change, in its foot; without it: O 4 pages change
DATE_FOOT_LINES = 3  # lines at the end of a page that are its foot; without it: O 1 page changes
DATE_HEAD_LINES = 6  # under a title: dates there are of the page's head; without it: O 2 pages change
DATE_HEAD_LONGEST = 100  # of a line there that says who and where besides; without it: B 2 pages change
DATE_LABEL_LONGEST = 25  # of a label in a cell or line before a date; without it: O 2 pages change
DOCUMENT_HEAD_LINES = 20  # of a document's head, beside its title; without it: no set, hand-made pages alone
DATE_OF_LIST = -6.0  # beside the headline link of another article; without it: nothing
DATE_UNLIKELY = -5.0  # in an element that seldom holds an article; without it: 1 page changes
DATE_LISTED = 8.0  # other pages' lists give this address the same day; without it: nothing
DATE_REPEATED_CLOCK = -3.0  # a clock that the page has more than once; without it: 1 page changes
DATE_MARKED_LONGEST = 90  # characters of an element named for a date; without it: nothing

# Section and tags (`fields.section`, `fields.tags`)
SECTION_LONGEST = 60  # characters of a section's name; without it: nothing
# steps of a breadcrumb, and of one without arrows; more are a menu
CRUMBS_MOST, CRUMBS_PLAIN_MOST = 4, 3  # without it: nothing · 5 pages change
SECTION_BESIDE = 4  # lines between a title and what is named for its section; without it: 1 page changes
SECTION_ABOVE = 3  # lines between a title and the section's link above it; without it: 16 pages change
TAG_LONGEST = 60  # characters of a tag; without it: 1 page changes
TAGS_MOST = 15  # more are a cloud of all the site's; without it: 8 pages change
TAGS_AFTER = 40  # lines after the text in which the tags stand; without it: 1 page changes

# Front matter inside a body (`fields.front_matter_lines`)
HEAD_BLOCKS = 4  # at the beginning that may repeat the title or the date; without it: 83 pages change
TAIL_BLOCKS = 5  # at the end that may be a byline; without it: nothing
# lines under a title among which a byline may stand before the text
BYLINE_UNDER_TITLE = 3  # without it: O 4 pages change
# … above it, and how many lines of names are one byline
BYLINE_ABOVE_TITLE, BYLINE_LINES = 5, 2  # without it: H 39 pages change · 13
BYLINE_LONGEST = 90  # characters; without it: nothing
# of a bold line that is a heading; times that length from which what is marked as one is a paragraph
HEADING_LONGEST, HEADING_MARKED = 110, 1.4  # without it: nothing
LEAD_LENGTHS = range(30, 900)  # of a lead; without it: nothing

# Refusals (`content.refusals`, `content.generic`)
ARTICLE_LEAST = 140  # of prose in an article; without it: 51 pages change
# where title and date are certain, or the page says it is an article
BRIEF_LEAST = 40  # without it: C converted 1 → .933, C F1 .985 → .984
# of prose: below, words of errors and log-ins are believed, and signs of a listing
SMALL_ARTICLE = 700  # without it: P refused 1 → 0, C refused 1 → .571
LISTING_BOX = 3  # paragraphs of the box at the head of a front page or a listing; without it: 1 page changes
LISTING_ALIKE = 4  # headline links in the markup of a title that is one of many; without it: 1 page changes
# paragraphs under headline links, and their share, in a listing
LISTING_TEASERS, LISTING_TEASER_SHARE = 4, 0.6  # without it: nothing · B converted 1 → .983, B F1 .951 → .95
# headline links, and paragraphs at most, of a front page
FRONT_PAGE_HEADLINES, FRONT_PAGE_PROSE = 30, 4  # without it: nothing
# of a short text without any date that is an article all the same
UNDATED_PARAGRAPHS = 3  # without it: P refused 1 → .5
# headline links that a page with a text under a heading has fewer of, and the level of that heading
PLAIN_PAGE_LINKS, PLAIN_PAGE_HEADING = 3, 2  # without it: O 2 pages change · O 1 page changes
PLAIN_PAGE_LEAST = 280  # of prose of such a page, for its own title to name it; without it: O 1 page changes
RICH_TEXT, RICH_PARAGRAPHS = 2000, 6  # named by its page among any headlines; without it: nothing
# characters of a page's own title that may name its text
PAGE_TITLE_SHORTEST = 12  # without it: 2 pages change
PAGE_TITLE_HEADLINES = 10  # headline links of a page whose own title names no article; without it: nothing


def added(score: float, *rules: tuple[object, float]) -> float:
    """A score and, in their order, the weights of the rules that apply: (whether it does, weight)."""
    for applies, weight in rules:
        if applies:
            score += weight
    return score
