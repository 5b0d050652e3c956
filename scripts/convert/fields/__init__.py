"""Fields of an article: title, date, section, tags and people, each chosen from ranked candidates."""
