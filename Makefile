# The commands of the archive. Bare `make` lists them.

# `make check PATH=…` names what to check: make would hand it to every shell as the search path of programs.
ifeq ($(origin PATH),command line)
CHECKED := $(value PATH)
override PATH := /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
endif

PYTHON ?= python3
INPUTDIR ?= content
# A site to look at, and the one to publish: `make html` never touches what `make publish` has let out.
PUBLISHED := published
ifneq ($(filter command line environment,$(origin OUTPUTDIR)),)
PUBLISHED := $(value OUTPUTDIR)
endif
OUTPUTDIR ?= output
CONF ?= pelicanconf.py
PORT ?= 8000
DELAY ?= 1
COUNT ?= 2000
STORE ?= captures
PY := .venv/bin/python

# What a person types reaches a command as it was typed, whatever it holds: not expanded by make ("Giá 5$ …"), and
# through the environment, so that no shell reads its quotes.
TYPED := TITLE SECTION KIND SOURCE SITE REPORT URL STORE DELAY SITEURL WITHOUT TO FROM INPUTDIR OUTPUTDIR PUBLISHED CONF CHECKED CORPUS PAGEFIND HUGO PART VERSION NOTE REMARKS
$(foreach name,$(TYPED),$(eval override $(name) := $$(value $(name))))
export $(TYPED)
# No command imports a module because it lies in the folder it is run in: the environment itself knows where ours are.
export PYTHONSAFEPATH := 1

.DEFAULT_GOAL := help
.PHONY: help html test coverage test-tools lint check new xep lay gui convert scrape serve devserver publish rollback check-site shots bench bench-search bench-related backup restore guide-pictures torture sbom lock clean distclean env env-browser env-dev

help: ## Danh sách các lệnh
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

env:
	@$(PYTHON) scripts/support/environment.py requirements.txt

env-browser:
	@$(PYTHON) scripts/support/environment.py requirements.txt requirements-browser.txt

env-dev:
	@$(PYTHON) scripts/support/environment.py requirements.txt requirements-browser.txt requirements-dev.txt

html: env ## Dựng trang từ content/ vào output/ (INPUTDIR=… OUTPUTDIR=… PROFILE=1 KEEP_GOING=1 DRAFTS=1)
	@$(PY) -m plugins "$$INPUTDIR" -o "$$OUTPUTDIR" -s "$$CONF"

test: test-tools ## Chạy mọi phép thử (tự lo trình duyệt)
	@$(MAKE) --no-print-directory lint
	@$(PY) -m pytest -n 2

# Apart from the tests: counting lines takes 2.7 times the processor (Python 3.11), and pages meet their bounds of it.
coverage: test-tools ## Độ phủ của phép thử, chậm hơn make test nhiều
	@rm -f .coverage .coverage.*
	@$(PY) -m pytest -n 2 --cov --cov-report=term:skip-covered

test-tools: env-dev
	@$(PY) -m scripts.support.browser >/dev/null
	@$(PY) -m scripts.support.tools nginx >/dev/null
	@$(PY) -m scripts.support.replay >/dev/null

lint: env-dev ## Kiểm tra mã: ruff, mypy, hướng phụ thuộc
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports

check: env ## Kiểm tra nội dung (PATH=… FIX=1 ALL=1)
	@$(PY) -m scripts.check "$${CHECKED:-$$INPUTDIR}" $(if $(FIX),--fix) $(if $(ALL),--all) $(if $(REMARKS),--remarks "$$REMARKS")

new: env ## Viết bài mới (TITLE="…" SECTION="…" KIND="bài biên soạn" FROM=tệp.docx)
	@$(PY) -m scripts.new --content "$$INPUTDIR" $(if $(TITLE),--title "$$TITLE") $(if $(SECTION),--section "$$SECTION") $(if $(KIND),--kind "$$KIND") $(if $(FROM),--from "$$FROM")

xep: env ## Xếp bài từ hộp thư của trang biên tập vào kho: cho mã và chỗ
	@$(PY) -m scripts.inbox --content "$$INPUTDIR"

lay: env ## Lấy bài mới của đồng nghiệp về máy
	@$(PY) -m scripts.share lay --content "$$INPUTDIR"

gui: env ## Kiểm tra rồi gửi bài của bạn về kho chung (NOTE="…")
	@$(PY) -m scripts.share gui --content "$$INPUTDIR" $(if $(NOTE),--note "$$NOTE")

convert: env ## Chuyển trang cũ thành bài (SOURCE=thư-mục-hoặc-WARC)
	@$(PY) -m scripts.convert "$$SOURCE" --output "$$INPUTDIR" $(if $(filter-out auto,$(SITE)),--site "$$SITE") $(if $(REPORT),--report "$$REPORT")

scrape: env ## Lưu một trang cũ thành WARC (URL=… STORE=captures DELAY=1)
	@$(PY) -m scripts.scrape "$$URL" --store "$$STORE" --delay "$$DELAY"

serve: env ## Xem trang đã dựng tại http://127.0.0.1:8000 (PORT=…)
	@$(PY) -m scripts.devserver --output "$$OUTPUTDIR" --port $(PORT) --only-serve

devserver: env ## Vừa viết vừa xem: lưu tệp là trang được dựng lại
	@$(PY) -m scripts.devserver --content "$$INPUTDIR" --output "$$OUTPUTDIR" --port $(PORT)

# The validators from npm are for those who change the theme; what they look at, content alone does not change.
THEME_CHECKS := axe,vnu,html-validate
publish: env-browser ## Kiểm tra, dựng rồi đăng trang vào published/ (SITEURL=https://… WITHOUT=các-phép-bỏ-qua)
	@$(PY) -m scripts.publish "$$SITEURL" --content "$$INPUTDIR" --captures "$$STORE" --output "$$PUBLISHED" --without "$(or $(WITHOUT),$(THEME_CHECKS))"

rollback: env ## Đưa trang đã đăng lần trước trở lại (VERSION=1; LIST=1 liệt kê)
	@$(PY) -m scripts.rollback $(VERSION) --output "$$PUBLISHED" $(if $(LIST),--list)

check-site: env-browser ## Đối chiếu trang đã dựng với các giới hạn (OUTPUTDIR=… WITHOUT=axe,vnu,html-validate)
	@$(PY) -m scripts.check_site "$$OUTPUTDIR" $(if $(WITHOUT),--without "$$WITHOUT")

shots: env-browser ## Chụp mỗi loại trang (390 và 1280, sáng và tối) thành một tờ (OUTPUTDIR=…)
	@$(PY) -m scripts.shots "$$OUTPUTDIR"

bench: env-browser ## Đo thời gian dựng bên cạnh Hugo và Pagefind (CORPUS=thư-mục-văn-bản COUNT="2000 8000" RUNS=3 HUGO=… PAGEFIND=…)
	@$(PY) -m scripts.bench.build "$$CORPUS" --count $(COUNT) --runs $(or $(RUNS),3)

bench-search: env-browser ## Đo tìm kiếm, bên cạnh Pagefind nếu có (CORPUS=thư-mục-văn-bản COUNT=0 QUERIES=60 PAGEFIND=chương-trình)
	@$(PY) -m scripts.bench.search "$$CORPUS" --count $(COUNT) --queries $(or $(QUERIES),60) --pagefind "$$PAGEFIND"

bench-related: env ## Đo Xem thêm (CORPUS=thư-mục-văn-bản COUNT=2000; số bài càng ít càng dễ)
	@$(PY) -m scripts.bench.related "$$CORPUS" --count $(COUNT)

backup: env ## Sao lưu bài viết, bản chụp và sổ chuyển đổi thành gói BagIt (TO=thư-mục)
	@$(PY) -m scripts.backup $(if $(TO),"$$TO") --content "$$INPUTDIR" --captures "$$STORE"

restore: env ## Lấy lại kho từ một bản sao lưu (FROM=gói)
	@$(PY) -m scripts.restore "$$FROM" --content "$$INPUTDIR" --captures "$$STORE"

guide-pictures: env-browser ## Chụp lại các màn hình trong docs/huong-dan.md
	@$(PY) -m scripts.guide_pictures

torture: env ## Thử tới cùng: dừng đột ngột, đĩa đầy, tệp độc hại… (PART=kills SCALE=0.1)
	@$(PY) -m scripts.torture $(PART) $(if $(SCALE),--scale $(SCALE))

sbom: env ## Danh mục thư viện (CycloneDX) vào sbom.cdx.json
	@$(PY) -m scripts.support.sbom > sbom.cdx.json

lock: env ## Khóa lại phiên bản các thư viện (sau khi sửa requirements*.in; UPGRADE=1: lấy bản mới nhất)
	@$(PY) -m scripts.support.lock $(if $(UPGRADE),--upgrade)

clean: ## Xóa trang để xem và bộ nhớ đệm (trang đã đăng vẫn còn)
	rm -rf output .output.* .cache .coverage .coverage.* .pytest_cache .mypy_cache .ruff_cache .import_linter_cache

distclean: clean ## Xóa cả môi trường Python
	rm -rf .venv
