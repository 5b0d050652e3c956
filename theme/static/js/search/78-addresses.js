// An old address or an article's number, pasted into the query box, opens the article (theme/static/js/legacy/legacy.js).
const OLD_ADDRESS = /PortalPlus\.aspx\/?(?:index\.html)?(?:\?|%3F)\/?[\w-]+\/News\/(?:[\d/]*\/)?(\d+)\/?(?:[#&].*)?$/i;
const OWN_ADDRESS = /(?:^|\/)(\d{4}\/\d{2}\/[a-z0-9-]+\.html)(?:[?#].*)?$/;
const NUMBER_ALONE = /^\s*(?:bài\s+(?:số\s+)?)?(\d{3,9})\s*$/i;

// {url, sure} of the article that a text is the address or the number of, or null. A year may be meant by four digits.
const articleAt = async (text, root, legacy) => {
  const own = OWN_ADDRESS.exec(text.trim()), old = OLD_ADDRESS.exec(text.trim()) || NUMBER_ALONE.exec(text);
  if (own) {
    const answer = await fetch(root + own[1], { method: "HEAD" });
    return answer.ok ? { url: root + own[1], sure: true } : null;
  }
  if (!old || !legacy) return null;
  const answer = await fetch(`${legacy}${old[1].slice(0, -2) || "0"}.json`), table = answer.ok ? await answer.json() : {};
  const found = Object.prototype.hasOwnProperty.call(table, old[1]) ? table[old[1]] : null;
  return found ? { url: root + found, sure: old[1].length > 4 || !NUMBER_ALONE.test(text) } : null;
};
