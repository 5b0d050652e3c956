"""Sources of a conversion: folders of saved pages, mirrors, WARC and WACZ, lists of captures."""
