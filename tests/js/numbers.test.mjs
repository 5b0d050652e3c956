import assert from "node:assert/strict";
import test from "node:test";
import { declared, expected } from "./support.mjs";

const [readReferences, readTerm, numberFit] = declared("readReferences", "readTerm", "numberFit");
const fit = (typed, term, open = false) => Math.max(0, ...readReferences(typed).map((wanted) => numberFit(readTerm(term), wanted, open)));

test("what a text names is found by what it says, typed in any case and without marks", () => {
  for (const [text, term] of expected().numbers) {
    for (const typed of [text, text.toLowerCase(), text.toUpperCase(), text.replace(/[Đđ]/g, "d")]) assert.ok(fit(typed, term) >= 0.9, `${typed} ${term} ${fit(typed, term)}`);
  }
});

test("dashes, spaces, order and gaps of a number count for nothing", () => {
  for (const typed of ["61/2018/nđ-cp", "61/2018/NĐ–CP", "61/2018/NĐ - CP", "61 / 2018 / NĐ-CP", "61-2018-nd-cp", "61 2018 nd cp",
    "nghị định số 61/2018/NĐ-CP", "nghi dinh 61 nam 2018", "NĐ 61/2018", "61/2018", "NĐ 61", "nd61", "Nghị định 61"]) {
    assert.ok(fit(typed, "61/2018/nd-cp") >= 0.7, typed);
  }
});

test("another number, year or kind is another document", () => {
  for (const typed of ["62/2018/NĐ-CP", "61/2017/NĐ-CP", "Thông tư 61", "61/2018/TT-BNV", "61c/2018/NĐ-CP"]) assert.equal(fit(typed, "61/2018/nd-cp"), 0, typed);
  assert.ok(fit("61/2018/NĐ-CP", "61/2018/nd-cp") > fit("61/2018/NĐ-CP", "61/2018/nd"));
  assert.ok(fit("30c/NQ", "30c/nq-cp", true) > fit("30c/NQ", "30c/qd-ttg", true));
});

test("words beside a number are words", () => {
  for (const typed of ["báo cáo 6 tháng đầu năm", "kế hoạch 5 năm", "quyết định 3 phương án", "10 năm cải cách", "cấp độ 4", "năm 2018", "tháng 6/2017", "1.085 hồ sơ", "0,5 %"]) {
    assert.deepEqual(readReferences(typed), [], typed);
  }
  assert.deepEqual(readReferences("có hiệu lực từ 6/2017. Nghiêm cấm").map(({ codes }) => codes), [[]]); // another sentence
  const [{ at, end }] = readReferences("theo nghị định 61 năm 2018 về một cửa");
  assert.equal("theo nghị định 61 năm 2018 về một cửa".slice(at, end), "nghị định 61 năm 2018");
});
