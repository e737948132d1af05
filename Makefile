# Everything that is done with this project. Each goal sets up what it needs: a fresh machine with Python 3.11–3.13 is enough.

SHELL := /bin/sh
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes
COMPILE := CUSTOM_COMPILE_COMMAND="make requirements" $(VENV)/bin/pip-compile --quiet --generate-hashes --strip-extras \
	--allow-unsafe --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options

# tests start the program many times: what is compiled is kept, whatever the machine says
unexport PYTHONDONTWRITEBYTECODE

TESTERS := 6  # processes that share the tests: two compute while the others wait for programs, or for what they sent
PYTEST := $(PY) -m pytest -p tests.sharing --processes $(TESTERS)

.PHONY: setup demo run test check browser code covered bench drill messages golden wheel deployment requirements clean
.DEFAULT_GOAL := setup

setup: $(VENV)/.dev

demo: $(VENV)/.run
	@$(PY) -m bot demo

run: $(VENV)/.run
	@$(PY) -m bot run

test: $(VENV)/.dev
	$(PYTEST)

# the one gate; CI runs this and `browser`. What reads the code and what runs it go side by side: the tests wait half of their time.
check: $(VENV)/.dev
	@$(MAKE) --no-print-directory -j 2 code covered

code: $(VENV)/.dev
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

covered: $(VENV)/.dev
	rm -rf .measured && mkdir .measured
	MEASURED_INTO=$(CURDIR)/.measured $(PYTEST)
	$(PY) -m tests.measuring .measured --whole 95 --pure "$(PURE)"

# the pages, in a Chromium that is installed, or that can be; CI runs this too
browser: $(VENV)/.dev
	@$(PY) -m tests.browser.chromium
	$(PY) -m pytest tests/browser

# the rooms that decide and do nothing, of which every branch is tested
PURE := bot/answers/health.py,bot/charts/*,bot/counting.py,bot/delivery/counted.py,bot/delivery/floods.py,bot/delivery/fold.py,bot/delivery/mass_refusal.py,bot/delivery/pace.py,bot/delivery/retry.py,bot/errors.py,bot/figures.py,bot/gauges.py,bot/i18n/*,bot/intake/addresses.py,bot/intake/archive_walk.py,bot/intake/charsets.py,bot/intake/cyrillic.py,bot/intake/date_parts.py,bot/intake/date_words.py,bot/intake/dates.py,bot/intake/declared.py,bot/intake/decode.py,bot/intake/decompression.py,bot/intake/dedup.py,bot/intake/discover/*,bot/intake/entries.py,bot/intake/faults.py,bot/intake/frames.py,bot/intake/full_text.py,bot/intake/furniture.py,bot/intake/habit.py,bot/intake/hosts.py,bot/intake/json_feed.py,bot/intake/judge.py,bot/intake/kinds/document.py,bot/intake/kinds/splitting.py,bot/intake/links.py,bot/intake/page_numbers.py,bot/intake/plain_text.py,bot/intake/politeness.py,bot/intake/redirects.py,bot/intake/repair.py,bot/intake/rhythm.py,bot/intake/slugs.py,bot/intake/timing.py,bot/intake/wishes.py,bot/intake/wrapping.py,bot/language/*,bot/matching/*,bot/meaning/embedder.py,bot/messages/*,bot/model/*,bot/platforms/hook_secrets.py,bot/platforms/slack_body.py,bot/sealing.py,bot/speech/*,bot/stories/*,bot/web/attempts.py,bot/web/callers.py,bot/web/charts.py,bot/web/example.py,bot/web/last_day.py,bot/web/needs.py,bot/web/sessions.py,bot/web/slack_signature.py,bot/web/status_json.py,bot/web/status_words.py,bot/web/visitor.py,bot/worker/haste.py,bot/worker/unusual.py,bot/worker/ways.py

# the texts of the code into config/locales/*.po, for translators
messages: $(VENV)/.dev
	$(PY) -m tests.catalogues

# every message in three languages, as a phone shows it: tests/golden/*.txt
golden: $(VENV)/.dev
	$(PY) -m tests.golden

bench: $(VENV)/.dev
	@set -e; for bench in tests/benchmarks/bench_*.py; do \
		if [ -e "$$bench" ]; then echo "== $$bench"; PYTHONPATH=. $(PY) "$$bench"; fi; \
	done

# an hour of each platform's worst day, in a quarter of an hour
drill: $(VENV)/.dev
	$(PY) -m tests.drill

# built, installed into an environment of its own, and tested there
wheel: $(VENV)/.dev
	rm -rf dist
	$(PY) -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir dist .
	$(PY) -m pytest tests/wheel.py

# the steps of docs/deployment.md, with the image that the lines of the Dockerfile make; minutes
deployment: $(VENV)/.dev
	$(PY) -m pytest tests/deployment/steps.py

# after a change of the dependencies in pyproject.toml; with Python 3.11, the oldest that is supported
requirements: $(VENV)/.dev
	$(PY) -m pip install --quiet --disable-pip-version-check pip-tools
	$(COMPILE) --output-file=requirements.txt pyproject.toml
	$(COMPILE) --extra=dev --constraint=requirements.txt --output-file=requirements-dev.txt pyproject.toml

clean:
	rm -rf $(VENV) dist .measured .mypy_cache .ruff_cache .hypothesis .import_linter_cache

# the first Python of these that is 3.11–3.13 and can build an environment; the system's is built with optimisations, and
# version managers' mostly are not: 13 % of all that the tests compute
$(VENV)/.made:
	@for python in "$${PYTHON:-/usr/bin/python3.13}" /usr/bin/python3.13 /usr/bin/python3.12 /usr/bin/python3.11 \
		python3.13 python3.12 python3.11 python3 python; do \
		if "$$python" -c 'import sys, venv, ensurepip, ssl, sqlite3; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
			>/dev/null 2>&1; then \
			echo "Setting up $(VENV) with $$("$$python" --version)"; \
			rm -rf $(VENV) && "$$python" -m venv $(VENV) && touch $@ && exit 0; exit 1; \
		fi; \
	done; \
	echo "Jarshy needs Python 3.11, 3.12 or 3.13 with its venv module (Debian and Ubuntu: apt install python3-venv)." >&2; \
	echo "Install one, or name it: make setup PYTHON=/path/to/python3.12" >&2; \
	exit 1

$(VENV)/.run: requirements.txt | $(VENV)/.made
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	@$(PIP) -r requirements-dev.txt
	@$(PY) -m tests.feeds
	@$(PY) -m tests.evaluation_pages
	@touch $@
