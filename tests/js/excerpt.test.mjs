import assert from "node:assert/strict";
import test from "node:test";
import { declared, openIndex } from "./support.mjs";

const [readQuery, readAgainst, excerpt, titlePieces] = declared("readQuery", "readAgainst", "excerpt", "titlePieces");
const hits = async (typed, text) => {
  const { model } = await openIndex(), article = { title: "Tin", text: `Tin\n${text}`, terms: "" };
  Object.assign(article, readAgainst(model, article, readQuery(model, typed)));
  return excerpt(article).concat(titlePieces(article)).filter((piece) => piece.hit).map((piece) => piece.text);
};

test("of a word begun with marks only those marks are meant", async () => {
  assert.deepEqual(await hits("sổ đỏ", "Con dâu đòi sổ đỏ vì đối với nhà"), ["sổ đỏ"]);
  assert.deepEqual(await hits("cá", "Người cần của cải"), []);
  assert.deepEqual(await hits("câ", "Người cần của cải"), ["cần"]);
});

test("longer words are marked where the one typed does not stand", async () => {
  assert.deepEqual(await hits("quốc gia", "Giải toán kỳ thi quốc gia"), ["quốc gia"]);
  assert.deepEqual(await hits("trun", "Bộ Chính trị trung ương"), ["trung"]);
});

test("who has the last word as it stands comes before who only has a longer one", async () => {
  const { model } = await openIndex(), query = readQuery(model, "chứng minh thư");
  const score = (title, text) => { const article = { title, text: `${title}\n\n${text}`, terms: "" }; return readAgainst(model, article, query).textScore; };
  assert.ok(score("Mang theo chứng minh thư", "") > score("Đội chứng minh thực lực", ""));
  assert.ok(score("Tin vắn", "Mang theo chứng minh thư.") > score("Tin vắn", "Họ chứng minh thực lực."));
  assert.ok(score("Đội chứng minh thực lực", "") > score("Đội bạn rất mạnh mẽ", ""));
});

test("a number with its dots is one mark", async () => {
  assert.deepEqual(await hits("TP.HCM ", "Chủ tịch TP.HCM nói"), ["TP.HCM"]);
});
