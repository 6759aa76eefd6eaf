"""The command line as a process of its own: what it prints where, and how it ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from genealogy.store import Store
from tests.api.cli.conftest import SEED, Run, document, failed
from tests.api.conftest import write_bundle


def test_from_files_to_answers(run: Run, bundle: Path) -> None:
    report = document(run("load", bundle, "--json"))
    assert (report["clean"], report["totals"]["new"], report["rejected_rows"]) == (True, 7, None)
    assert document(run("load", bundle, "--json"))["totals"]["repeated"] == 7

    answer = document(run("recall", SEED, "--json", "--cross-check", "--from", "2026-03-04"))
    assert answer["seeds"] == [{"key": SEED, "from": "2026-03-04", "to": None}]
    assert [batch["key"] for batch in answer["batches"]] == [SEED, "B/2"]
    assert [(customer["customer"], customer["phone"]) for customer in answer["customers"]] == [("C1", "+00 1")]
    up = document(run("trace", "B/2", "--direction", "upstream", "--json"))
    assert [batch["key"] for batch in up["batches"]] == ["B/2", SEED]
    assert document(run("batch", SEED, "--json"))["lot"] == "批/1"
    assert [batch["key"] for batch in document(run("search", "--material", "A", "--json"))["batches"]] == [SEED]
    asked = document(run("query", "scope.known", "--param", f'keys=["{SEED}", "A/3"]', "--json"))
    assert asked == {"columns": ["key"], "rows": [[SEED]]}
    ((path,),) = document(run("query", "demo.first_look", "--param", f"key={SEED}", "--json"))["rows"][:1]
    assert [node.get("key") or node.get("run") for node in path["nodes"]] == [SEED, "W1"]
    assert path["relationships"][0]["type"] == "CONSUMED"


def test_answers_for_people(run: Run, bundle: Path) -> None:
    loaded = run("load", bundle)
    assert "shipped.csv" in loaded.stdout
    recall = run("recall", SEED)
    for word in (SEED, "Car & Co", "+00 1", "q@c1.example", "certain", "V1"):
        assert word in recall.stdout
    assert "B/2" in run("trace", SEED).stdout
    assert "批/1" in run("batch", SEED).stdout
    assert "B/2" in run("search", "2").stdout
    assert "scope.known" in run("query").stdout
    assert SEED in run("query", "scope.known", "--param", f'keys=["{SEED}"]').stdout


def test_a_recall_of_what_went_wrong_under_switches(run: Run, bundle: Path) -> None:
    run("load", bundle)
    answer = document(run("recall", "--run", "W1", "--kill-run", "W1", "--no-carry-over", "*", "--json"))
    assert [seed["run"] for seed in answer["seeds"]] == ["W1"]
    assert answer["switches"]["kill_steps"] == [{"run": "W1"}]
    assert [batch["key"] for batch in answer["batches"]] == ["B/2"]
    supposed = document(run("recall", SEED, "--what-if", "add kill-run W1", "--json"))
    assert supposed["what_if"] == [{"change": "add", "what": "kill_step", "run": "W1"}]
    assert [(row["key"], row["to"]) for row in supposed["batches"]] == [("B/2", "mitigated")]
    assert "nothing was stored" in run("recall", SEED, "--what-if", "add seed B/2").stdout
    assert "--cross-check" in failed(run("recall", SEED, "--what-if", "add kill-run W1", "--cross-check"), 2)
    shown = run("recall", SEED, "--kill-run", "W1", "--vessel", "*=well_mixed:0.05", "--stop-at-utilities", "--contact")
    for word in (
        "contact followed",
        "Mitigated",
        "kill step: run W1",
        "vessel *: well mixed, 0.05",
        "stopped at utility materials",
        "B/2",
    ):
        assert word in shown.stdout
    assert "run W1" in run("recall", "--run", "W1").stdout
    assert "with run W9" in failed(run("recall", "--run", "W9"), 3)
    assert "VESSEL=" in failed(run("recall", SEED, "--vessel", "V1=stirred"), 2)
    assert "failed inspections" in failed(run("recall", "--material", "A"), 2)


def test_rejected_rows_and_conflicts_end_with_4(run: Run, bundle: Path, tmp_path: Path) -> None:
    run("load", bundle)
    write_bundle(bundle, consumed="run,material,lot,quantity,uom\nW1,A,批/1,6,kg\nW1,A,,many,kg\n")
    report = document(run("load", bundle, "--json", "--rejected", tmp_path / "back"), 4)
    assert (report["totals"]["conflicts"], report["totals"]["rejected"]) == (1, 1)
    assert report["rejected_rows"] == str(tmp_path / "back")
    assert "many" in (tmp_path / "back" / "consumed.csv").read_text(encoding="utf-8-sig")
    shown = run("load", bundle)
    assert shown.returncode == 4
    assert "many" in shown.stdout
    assert "the first stays" in shown.stdout


def test_a_dry_run_writes_nothing_and_needs_no_database(run: Run, bundle: Path, store: Store) -> None:
    before = store.read("schema.count").one()
    report = document(run("load", bundle, "--dry-run", "--json", NEO4J_URI="bolt://127.0.0.1:1"))
    assert (report["dry_run"], report["totals"]["rows"]) == (True, 7)
    assert store.read("schema.count").one() == before


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (["recall", "no key"], 2, "material/lot"),
        (["recall"], 2, "keys"),
        (["trace", "A/1", "--direction", "sideways"], 2, "upstream, downstream, both"),
        (["query", "scope.known"], 2, "keys"),
        (["query", "scope.known", "--param", "keys"], 2, "NAME=VALUE"),
        (["query", "schema.open"], 2, "writes"),
        (["fly"], 2, "fly"),
        (["batch", "A/1"], 3, "A/1"),
        (["recall", "A/1", "--json"], 3, "A/1"),
        (["query", "no.query"], 3, "no.query"),
        (["load", "nowhere"], 3, "nowhere"),
    ],
)
def test_how_a_wrong_question_ends(run: Run, args: list[str], code: int, words: str) -> None:
    assert words in failed(run(*args), code)


def test_a_disk_that_refuses_is_said_in_one_line(run: Run, bundle: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "file" in failed(run("load", bundle, "--dry-run", HOME=str(tmp_path / "file")), 1)


def test_settings_that_cannot_be_end_with_2(run: Run) -> None:
    assert "GENEALOGY_HOUSE" in failed(run("status", HOUSE="x"), 2)
    assert "Asia/Shanghai" in failed(run("batch", "A/1", TIMEZONE="Moon"), 2)


def test_a_database_that_does_not_answer_ends_with_5(run: Run) -> None:
    assert "does not answer" in failed(run("batch", "A/1", NEO4J_URI="bolt://127.0.0.1:1"), 5)
    assert "password" in failed(run("batch", "A/1", NEO4J_PASSWORD="wrong-password"), 5)


def test_what_is_not_there_is_said_before_a_server_is_asked(run: Run, tmp_path: Path) -> None:
    said = failed(run("load", tmp_path / "nowhere", NEO4J_URI="bolt://127.0.0.1:1"), 3)
    assert "there is no file or folder" in said


def test_status_says_where_everything_is(run: Run, tmp_path: Path, server_address: tuple[str, str, str]) -> None:
    found = document(run("status", "--json"))
    assert found["neo4j"]["uri"] == server_address[0]
    assert {"uri", "browser", "database"} <= found["neo4j"].keys()
    assert (found["api"]["url"], found["api"]["docs"], found["api"]["state"]) == (None, None, "stopped")
    assert found["home"] == str(tmp_path / "home")
    assert not (tmp_path / "home").exists()


def test_rebuild_draws_the_same_graph(run: Run, bundle: Path, store: Store) -> None:
    run("load", bundle)
    before = document(run("recall", SEED, "--json"))
    store.run_text("MATCH (b:Batch {key: 'B/2'}) DETACH DELETE b")
    assert run("rebuild").returncode == 0
    after = document(run("recall", SEED, "--json"))
    assert after | {"computed_at": ""} == before | {"computed_at": ""}


def test_a_simulated_plant_can_be_loaded_and_recalled(run: Run, tmp_path: Path) -> None:
    made = document(run("simulate", tmp_path / "out", "--plant", "dairy", "--batches", "500", "--seed", "7", "--json"))
    assert document(run("load", made["bundle"], "--json"))["clean"]
    assert document(run("recall", made["seed"], "--json"))["totals"]["batches"] > 1
