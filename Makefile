# The commands of the archive. Bare `make` lists them.

# `make check PATH=…` names what to check: make would hand it to every shell as the search path of programs.
ifeq ($(origin PATH),command line)
CHECKED := $(PATH)
override PATH := /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
endif

PYTHON ?= python3
INPUTDIR ?= content
OUTPUTDIR ?= output
CONF ?= pelicanconf.py
PORT ?= 8000
SITE ?= auto
DELAY ?= 1
COUNT ?= 2000
PY := .venv/bin/python
# Through the environment: a title may hold quotes.
export TITLE SECTION HUGO

.DEFAULT_GOAL := help
.PHONY: help html test lint check new convert scrape serve devserver publish rollback check-site shots bench bench-search bench-related backup restore guide-pictures torture sbom lock clean distclean env env-dev

help: ## Danh sách các lệnh
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

env:
	@$(PYTHON) scripts/environment.py requirements.txt

env-dev:
	@$(PYTHON) scripts/environment.py requirements.txt requirements-dev.txt

html: env ## Dựng trang từ content/ vào output/ (INPUTDIR=… OUTPUTDIR=… PROFILE=1 KEEP_GOING=1)
	@$(PY) -m pelican "$(INPUTDIR)" -o "$(OUTPUTDIR)" -s $(CONF)

test: env-dev ## Chạy mọi phép thử (tự lo trình duyệt)
	@$(PY) -m scripts.browser >/dev/null
	@$(PY) -m scripts.tools nginx >/dev/null
	@$(PY) -m scripts.replay >/dev/null
	@$(MAKE) --no-print-directory lint
	@rm -f .coverage .coverage.*
	@$(PY) -m pytest -n 2 --cov --cov-report=term:skip-covered

lint: env-dev ## Kiểm tra mã: ruff, mypy, hướng phụ thuộc
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports

check: env ## Kiểm tra nội dung (PATH=… FIX=1 ALL=1)
	@$(PY) -m scripts.check $(if $(CHECKED),"$(CHECKED)","$(INPUTDIR)") $(if $(FIX),--fix) $(if $(ALL),--all)

new: env ## Viết bài mới (TITLE="…" SECTION="…")
	@$(PY) -m scripts.new --content "$(INPUTDIR)" $(if $(TITLE),--title "$$TITLE") $(if $(SECTION),--section "$$SECTION")

convert: env ## Chuyển trang cũ thành bài (SOURCE=thư-mục-hoặc-WARC)
	@$(PY) -m scripts.convert "$(SOURCE)" --output "$(INPUTDIR)" $(if $(filter-out auto,$(SITE)),--site "$(SITE)") $(if $(REPORT),--report "$(REPORT)")

scrape: env ## Lưu một trang cũ thành WARC (URL=… STORE=captures DELAY=1)
	@$(PY) -m scripts.scrape "$(URL)" --store "$(or $(STORE),captures)" --delay "$(DELAY)"

serve: env ## Xem trang đã dựng tại http://127.0.0.1:8000 (PORT=…)
	@$(PY) -m scripts.devserver --output "$(OUTPUTDIR)" --port $(PORT) --only-serve

devserver: env ## Vừa viết vừa xem: lưu tệp là trang được dựng lại
	@$(PY) -m scripts.devserver --content "$(INPUTDIR)" --output "$(OUTPUTDIR)" --port $(PORT)

# The validators from npm are for those who change the theme; what they look at, content alone does not change.
THEME_CHECKS := axe,vnu,html-validate
publish: env-dev ## Dựng và kiểm tra trang để đưa lên mạng (SITEURL=https://… WITHOUT=các-phép-bỏ-qua)
	@$(PY) -m scripts.publish "$(SITEURL)" --content "$(INPUTDIR)" --captures "$(or $(STORE),captures)" --output "$(OUTPUTDIR)" --without "$(or $(WITHOUT),$(THEME_CHECKS))"

rollback: env ## Đưa trang của lần dựng trước trở lại (VERSION=1; LIST=1 liệt kê)
	@$(PY) -m scripts.rollback $(VERSION) --output "$(OUTPUTDIR)" $(if $(LIST),--list)

check-site: env-dev ## Đối chiếu trang đã dựng với các giới hạn (OUTPUTDIR=… WITHOUT=axe,vnu,html-validate)
	@$(PY) -m scripts.check_site "$(OUTPUTDIR)" $(if $(WITHOUT),--without "$(WITHOUT)")

shots: env-dev ## Chụp mỗi loại trang (390 và 1280, sáng và tối) thành một tờ (OUTPUTDIR=…)
	@$(PY) -m scripts.shots "$(OUTPUTDIR)"

bench: env ## Đo thời gian dựng bên cạnh Hugo (CORPUS=thư-mục-văn-bản COUNT="2000 8000" RUNS=1 HUGO=…)
	@$(PY) -m scripts.bench.build "$(CORPUS)" --count $(COUNT) --runs $(or $(RUNS),1)

bench-search: env-dev ## Đo tìm kiếm, bên cạnh Pagefind nếu có (CORPUS=thư-mục-văn-bản COUNT=0 QUERIES=60 PAGEFIND=chương-trình)
	@$(PY) -m scripts.bench.search "$(CORPUS)" --count $(COUNT) --queries $(or $(QUERIES),60) --pagefind "$(PAGEFIND)"

bench-related: env-dev ## Đo Xem thêm (CORPUS=thư-mục-văn-bản COUNT=2000; số bài càng ít càng dễ)
	@$(PY) -m scripts.bench.related "$(CORPUS)" --count $(COUNT)

backup: env ## Sao lưu bài viết, bản chụp và sổ chuyển đổi thành gói BagIt (TO=thư-mục)
	@$(PY) -m scripts.backup $(if $(TO),"$(TO)") --content "$(INPUTDIR)" --captures "$(or $(STORE),captures)"

restore: env ## Lấy lại kho từ một bản sao lưu (FROM=gói)
	@$(PY) -m scripts.restore "$(FROM)" --content "$(INPUTDIR)" --captures "$(or $(STORE),captures)"

guide-pictures: env-dev ## Chụp lại các màn hình trong docs/huong-dan.md
	@$(PY) -m scripts.guide_pictures

torture: env ## Thử tới cùng: dừng đột ngột, đĩa đầy, tệp độc hại… (PART=kills SCALE=0.1)
	@$(PY) -m scripts.torture $(PART) $(if $(SCALE),--scale $(SCALE))

sbom: env ## Danh mục thư viện (CycloneDX) vào sbom.cdx.json
	@$(PY) -m scripts.sbom > sbom.cdx.json

lock: env-dev ## Khóa lại phiên bản các thư viện (sau khi sửa requirements*.in; UPGRADE=1: lấy bản mới nhất)
	@$(PY) -m scripts.lock $(if $(UPGRADE),--upgrade)

clean: ## Xóa trang đã dựng và bộ nhớ đệm
	rm -rf output .output.* .cache .coverage .coverage.* .pytest_cache .mypy_cache .ruff_cache .import_linter_cache

distclean: clean ## Xóa cả môi trường Python
	rm -rf .venv
