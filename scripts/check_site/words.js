// The words a reader sees.
() => document.body.innerText.split(/\s+/).filter(Boolean)
