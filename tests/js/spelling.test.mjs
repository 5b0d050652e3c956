import assert from "node:assert/strict";
import test from "node:test";
import { declared } from "./support.mjs";

const [slip, spoken, OTHER_LETTER] = declared("slip", "spoken", "OTHER_LETTER");

test("a letter lost, doubled or exchanged costs less than another letter", () => {
  for (const [typed, meant] of [["thng", "thang"], ["phimm", "phim"], ["gáio", "giáo"], ["thág", "tháng"]]) {
    assert.ok(slip(spoken(typed), meant) < OTHER_LETTER, typed);
  }
  assert.equal(slip(spoken("tang"), "tong"), OTHER_LETTER);
  assert.equal(slip(spoken("nghin"), "nhan"), Infinity);
});

test("Telex left over costs least, and a word as typed is no slip", () => {
  assert.ok(slip(spoken("cair"), "cải") < slip(spoken("cai"), "cải"));
  assert.equal(slip(spoken("cải"), "cải"), Infinity);
});
