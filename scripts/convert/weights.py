"""Weights and bounds of extraction: every number that decides what is title, date, body, boilerplate or a refusal.

Grouped by the rule that uses them. Lengths are visible characters unless said otherwise.
"""

from __future__ import annotations

# Lines (`dom.lines`, `dom.line_context`)
PROSE_LENGTH = 80  # a line this long is prose
SENTENCE_LENGTH = 40  # so is one this long that ends a sentence
HEADLINE_SHORTEST, HEADLINE_LONGEST = 15, 250  # of a line that may be a headline
HEADLINE_UNLINKED = 0.2  # share of a headline link that may stand outside the link
HEADLINE_DATE, HEADLINE_DIGITS = 18, 6  # characters beside a headline link, with so many digits: a date
ECHO_LONGER = 60  # characters that a teaser glued to a title is longer than
WRAPPER_SHARE = 0.4  # of a page's prose: an unlikely element that holds so much is a wrapper
EXCLUDED_WRAPPER_SHARE = 0.5  # the same of an element that never holds an article
CARDS_LEAST = 3  # siblings alike that make cards of them; paragraphs in a row that make news in brief
CARD_DEPTH = 5  # elements from a headline link up to its card
CARD_LONGEST = 500  # of a card, headline and teaser together
SIBLING_CARD_LONGEST = 1500  # of an element made as the card beside it is
TEASER_LONGEST = 450  # of a paragraph that introduces another article
TEASER_PAIRS = 2  # headline links with a teaser each, in a row, that make a list of other articles

# Site statistics (`dom.site_statistics`)
SAMPLE_SIZE = 240  # pages looked at
REPEATED_LEAST = 3  # pages on which a line at the same place is boilerplate or a clock
SITEWIDE_SHARE = 0.3  # of the pages: a line inside a body is boilerplate; a byline repeats less
REPEATED_LONGEST = 400  # characters of a line that may be boilerplate
LISTED_DATE_LONGEST = 40  # of the line above a link in a list that is its date

# Link boxes (`dom.link_boxes`) and buttons (`dom.button_lines`)
LABEL_LONGEST = 60  # characters of the label over a list of other articles
LINK_RUN_LEAST = 2  # headline links in a row that are a list without a label
BUTTONS_LONGEST = 100  # of a line of buttons
BUTTONS_ACTIVE_LONGEST = 60  # where one of its links leads to a page
BUTTONS_UNLINKED_LONGEST = 25  # where it holds no link

# Data tables and figures (`dom.data_tables`, `dom.inline_styles`, `markdown.figures`)
CELL_LONGEST = 500  # of a cell of a data table with borders or heads
PLAIN_CELL_LONGEST = 166  # of one without
FIGURE_PICTURES = 4  # in the box of one figure
FIGURE_TABLE_TEXT, FIGURE_DIV_TEXT = 700, 350  # for each picture of a table, of a <div>, that is one figure
CAPTION_LONGEST = 700  # under strong evidence: the picture's own box, a name
CAPTION_WEAK_LONGEST = 300  # under weak evidence: small or italic type
CAPTION_CENTRED_LONGEST = 250  # where centring is the only evidence
CAPTION_DIV_LONGEST = 120  # where a <div> round picture and text is the only evidence
PARAGRAPH_LINE = 60  # a line this long that ends a sentence is a paragraph, whatever the single <br> says

# Mentions of other articles (`dom.mentions`)
MENTION_SHORTEST, MENTION_LONGEST = 12, 300  # of a headline in a list
MENTION_BESIDE = 70  # beside a link in its entry: a date, a label, a section
MENTION_DATE_SHORTEST = 8  # of a date: 1/1/2010
MENTION_BLOCKS = 3  # above a link that may be its entry

# Body (`content.body`)
BODY_LINKS_LONGEST = 150  # characters of a line of links that count against a body
BODY_UNLIKELY = 0.2  # share of an unlikely line's length that counts against a body …
BODY_UNLIKELY_LONGEST = 200  # … of so many characters at most
BODY_TEASER = 0.25  # what is left of the weight of a paragraph that introduces another article
BODY_NEAR = 25  # lines that are no prose between a headline and text that is surely its own
BODY_FAR = 0.2  # the least that distance from the headline leaves of a line's weight
BODY_SHORT_LINE = 2.0  # taken from a run of lines for a short one
BODY_EQUAL = 0.999  # of the best weight: elements of equal weight, of which the deepest is taken
BODY_WHOLE = 0.8  # share of the heaviest run's prose that a body must hold
BODY_CHILD_SHARE = 0.75  # of an element's weight that a child must have to stand for it
BODY_SINGLE_LINE = 1500  # of a line that may be a whole article
BODY_LINES_BEFORE = 3  # prose lines before a child: lead, picture caption, subtitle
BODY_TAIL = 40  # of a line after a child that may be the article's own
BODY_OF_SEVERAL = 0.25  # share of an element's weight of one of several articles in it

# Boilerplate inside a body, and trimming (`content.boilerplate`, `content.trim`, `content.stray_images`)
FORM_LONGEST = 200  # of a form with its labels
BOX_LINKED = 3  # a named box of which more than one part in so many is links is boilerplate
NESTED_ARTICLES = 3  # articles side by side inside another: cards or comments
BYLINE_AHEAD = 4  # lines after the text in which a byline may stand behind links
STRAY_IMAGE_FARTHEST = (
    400  # elements between title and body: farther apart, something else stands between them
)
STRAY_IMAGE_LEAST = 80  # pixels; smaller pictures are icons, rules, avatars

# Title (`fields.title`): points of a candidate line
TITLE_LEAST = 1.5  # of a title at all
TITLE_DATED = 4.0  # marked as a title: sure enough where its date stands beside it
TITLE_SURE = 6.0  # a heading, or one that the page's own title repeats
TITLE_LENGTHS = range(8, 301)  # characters of a candidate
TITLE_LINES_BELOW = 3  # lines of the body among which a candidate is looked for
TITLE_HEADINGS = {1: 5.0, 2: 3.0, 3: 2.0}  # by the level of its heading
TITLE_ROLE = 3.0  # its class or id names a title
TITLE_LEAD = -4.0  # … or a lead
TITLE_LABEL = -4.0  # it reads as the label of a list
TITLE_METADATA = 8.0  # the page's metadata say it
TITLE_PAGE_TITLE = 5.0  # the page's own <title> says it …
TITLE_PAGE_TITLE_SHORTEST = 15  # … in so many characters
TITLE_LISTED = 8.0  # other pages' lists say it of this address
TITLE_LINKED = -3.0  # it is mostly a link
TITLE_UNLIKELY = -6.0  # it stands in an element that seldom holds an article
TITLE_SENTENCE = -1.5  # plain, and ends like a sentence
TITLE_LONG, TITLE_LONG_FROM = -1.0, 131  # longer lines are leads rather
TITLE_DISTANCE, TITLE_DISTANCE_MOST = 0.15, 4.0  # taken for each line between it and the body, at most
TITLE_BELOW = -2.0  # a plain line under the first paragraph
TITLE_RIGHT_ABOVE = 1.0  # the line right above the body
TITLE_ECHOED = 4.0  # a teaser begins with its words
TITLE_DATE_BESIDE, TITLE_DATE_LINES = 1.5, 2  # a date stands within so many lines
TITLE_BEGINS = 1.0  # set off by type, with nothing but links and dates before it
TITLE_LEAD_LEAST = 30  # of a lead outside the body
TITLE_LEAD_WITHIN = 12  # lines before the body in which a lead is looked for
TITLE_NAMED_BESIDE = 5  # lines from a title that the metadata name to the text

# Date (`fields.date`): points of a candidate
DATE_LEAST = 1.5  # of a date at all: none rather than an uncertain one
DATE_AT_TITLE, DATE_AT_TITLE_LINE = 6.0, 0.2  # beside the title, less for each line between them
DATE_LINES_BEFORE, DATE_LINES_AFTER = 3, 3  # lines that are beside the title, be a lead between them
DATE_ELSEWHERE, DATE_LINE = 4.0, 0.3  # above the title or after the text, less for each line
DATE_IN_TEXT = 1.0  # inside the text
DATE_BELOW_LINE = 0.1  # under the text and still beside it: taken for each line
DATE_BELOW_LINES = 20  # lines under a text that are looked at
DATE_ROLE = 2.0  # its class or id names a date
DATE_MINUTES = 0.1  # it says the minute
DATE_OUTSIDE = -1.0  # outside the element that holds both title and text
DATE_CLOCK_ROLE = -3.0  # its class or id names a clock
DATE_CLOCK_TEXT = -4.0  # it says “now”, or reads as a clock above the title
DATE_BEFORE = -0.2  # before the title, where a clock stands as well
DATE_OF_LIST = -6.0  # beside the headline link of another article
DATE_UNLIKELY = -5.0  # in an element that seldom holds an article
DATE_LISTED = 8.0  # other pages' lists give this address the same day
DATE_REPEATED_CLOCK = -3.0  # reads as a clock, and stands on the page more than once
DATE_MARKED_LONGEST = 90  # characters of an element named for a date

# Section and tags (`fields.section`, `fields.tags`)
SECTION_LONGEST = 60  # characters of a section's name
CRUMBS_MOST, CRUMBS_PLAIN_MOST = 4, 3  # steps of a breadcrumb, and of one without arrows; more are a menu
SECTION_BESIDE = 4  # lines between a title and what is named for its section
SECTION_ABOVE = 3  # lines between a title and the section's link above it
TAG_LONGEST = 60  # characters of a tag
TAGS_MOST = 15  # more are a cloud of all the site's
TAGS_AFTER = 40  # lines after the text in which the tags stand

# Front matter inside a body (`fields.front_matter_lines`)
HEAD_BLOCKS = 4  # at the beginning that may repeat the title or the date
TAIL_BLOCKS = 5  # at the end that may be a byline
BYLINE_LONGEST = 90  # characters
HEADING_LONGEST = 110  # of a bold line that is a heading
HEADING_MARKED = 1.4  # times that length from which what is marked as a heading is a paragraph
LEAD_LENGTHS = range(30, 900)  # of a lead

# Refusals (`content.refusals`, `content.generic`)
ARTICLE_LEAST = 140  # of prose in an article
BRIEF_LEAST = 40  # where title and date are certain, or the page says it is an article
SMALL_ARTICLE = 700  # of prose: below, words of errors and log-ins are believed, and signs of a listing
LISTING_BOX = 3  # paragraphs of the box at the head of a front page or a listing
LISTING_ALIKE = 4  # headline links in the markup of a title that is one of many
LISTING_TEASERS, LISTING_TEASER_SHARE = (
    4,
    0.6,
)  # paragraphs under headline links, and their share, in a listing
FRONT_PAGE_HEADLINES, FRONT_PAGE_PROSE = 30, 4  # headline links, and paragraphs at most, of a front page
UNDATED_PARAGRAPHS = 3  # of a short text without any date that is an article all the same
PAGE_TITLE_SHORTEST = 12  # characters of a page's own title that may name its text
PAGE_TITLE_HEADLINES = 10  # headline links of a page whose own title names no article


def added(score: float, *rules: tuple[object, float]) -> float:
    """A score and, in their order, the weights of the rules that apply: (whether it does, weight)."""
    for applies, weight in rules:
        if applies:
            score += weight
    return score
