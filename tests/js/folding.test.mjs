import assert from "node:assert/strict";
import test from "node:test";
import { declared, expected } from "./support.mjs";

const [composed, foldWord, untelex, slugOf] = declared("composed", "foldWord", "untelex", "slugOf");

test("spellings of one word have one key and one form", () => {
  for (const [one, two] of [["hòa", "hoà"], ["ủy", "uỷ"], ["kỹ", "kĩ"], ["Mỹ", "mĩ"], ["ĐẤT", "đất"], ["tỷ", "tỉ"]]) {
    assert.deepEqual(foldWord(one), foldWord(two));
    assert.deepEqual(foldWord(one.normalize("NFD")), foldWord(two));
  }
  assert.equal(foldWord("bán")[0], foldWord("bạn")[0]);
  assert.notEqual(foldWord("bán")[1], foldWord("bạn")[1]);
});

test("words are folded as the builder folds them", () => {
  for (const [word, key, form] of expected().folded) assert.deepEqual(foldWord(word), [key, form], word);
});

test("Telex left undone is read, and nothing else is taken for it", () => {
  const typed = { cair: "cải", cachs: "cách", dduowcj: "được", huyeenj: "huyện", hanhf: "hành" };
  for (const [keys, word] of Object.entries(typed)) assert.deepEqual(foldWord(untelex(keys)), foldWord(word), keys);
  for (const word of ["hanh", "cải", "35", "nam"]) assert.equal(untelex(word), null, word);
});

test("a slug has neither marks nor spaces", () => assert.equal(slugOf("Ý kiến báo chí"), "y-kien-bao-chi"));

test("a tone typed before the circumflex or the horn is one letter with it", () => {
  for (const word of ["thẫn", "viễn", "cuộc", "trở", "ặ", "ề"]) {
    const parted = word.normalize("NFD"), mixed = parted.replace(/([\u0302\u0306\u031b])([\u0300-\u0303\u0309\u0323])/g, "$2$1");
    assert.equal(composed(mixed), word);
  }
  assert.equal(composed("Đà Nẵng"), "Đà Nẵng");
});
