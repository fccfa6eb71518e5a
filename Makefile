# Two commands: `make demo` renders, `make test` tests. Both set everything up themselves.
.PHONY: demo shell test test-slow test-all test-frameworks mutants lint house docs pictures notebook bench clean
BIN = .venv/bin
LESSON = parabola-2 parabola-4 sigmoid

demo:
	@tools/setup.sh run
	@echo "Rendering the four-neuron parabola; drawing nine figures of the lesson's networks"
	@$(BIN)/approx render parabola-4-best -q m
	@for s in $(LESSON); do \
	  for k in sum neurons network; do $(BIN)/approx figure $$s $$k >/dev/null || exit; done; \
	  echo "outputs/$$s-sum.svg, $$s-neurons.svg, $$s-network.svg"; \
	done

# A shell in which the command approx is found, without activating anything.
shell:
	@tools/setup.sh run
	@echo "approx is on the path here; exit leaves"
	@VIRTUAL_ENV="$(CURDIR)/.venv" PATH="$(CURDIR)/.venv/bin:$$PATH" exec "$${SHELL:-/bin/sh}"

# TESTS="tests/core -k pieces" for some of them.
test:
	@tools/setup.sh dev
	@$(BIN)/python -m pytest -m "not slow and not exhaustive" $(TESTS)

# Every story of every subject in one shape, five hundred networks in rational arithmetic, films by
# every kind of executor, every fault; TESTS="tests/outputs/films" for some of them.
test-slow:
	@tools/setup.sh dev
	@$(BIN)/python -m pytest -m slow $(TESTS)

# Everything, in every shape: a quarter of an hour.
test-all:
	@tools/setup.sh dev
	@$(BIN)/python -m pytest

# Against PyTorch, scikit-learn and ONNX themselves; what cannot be installed is skipped and printed.
test-frameworks:
	@tools/setup.sh dev
	@tools/setup.sh frameworks
	@$(BIN)/python -m pytest -n 2 -rs tests/frameworks tests/cases/test_bad_network_files.py

# 220 small changes of the mathematics, each of which must make a test fail: half an hour on two
# cores. MUTANTS="--only 'approx/limits/*' --sample 30" for some of them.
mutants:
	@tools/setup.sh mutants
	@$(BIN)/python tools/mutants.py $(MUTANTS)

lint:
	@tools/setup.sh dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@tools/types.sh

# Rooms, floors, arrows and circles of the code.
house:
	@tools/setup.sh dev
	@$(BIN)/python tools/house.py

# The documentation, into build/html. The gallery's pictures are kept in build/gallery.
docs:
	@tools/setup.sh docs
	@$(BIN)/python tools/gallery.py
	@$(BIN)/python tools/reference.py
	@rm -rf build/html
	@$(BIN)/python -m sphinx -W -n -q --keep-going -b html docs build/html
	@$(BIN)/python tools/links.py build/html
	@echo "build/html/index.html"

# The pictures of the README and of the documentation's first page; Chromium takes some of them.
pictures:
	@tools/setup.sh dev
	@tools/setup.sh browser
	@$(BIN)/python tools/pictures.py

# The notebook of docs/ is made again.
notebook:
	@tools/setup.sh dev
	@$(BIN)/python tools/notebook.py

bench:
	@tools/setup.sh dev
	@for file in benchmarks/*.py; do $(BIN)/python $$file || exit; done

clean:
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
