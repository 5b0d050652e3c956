"""Pages and files of the site, one generator each: articles, listings, feeds, exports, redirects, sitemap."""
