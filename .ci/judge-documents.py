"""Judges written documents by the official rule sheets and schemas.

Usage: judge-documents.py FOLDER RULES [NAV]
FOLDER holds a folder a form (ubl, cii, xrechnung-ubl, xrechnung-cii, peppol, nav, factur-x), RULES the compiled rule sheets, NAV the
schemas of the tax authority. A failed assert counts unless it is flagged as a warning or as information. Exits with 1 on any.
"""

import pathlib
import re
import subprocess
import sys
import tempfile

from saxonche import PySaxonProcessor

# Peppol's own sheet is in no registry: its documents are judged by that of EN 16931.
SHEETS = {
    "ubl": ["EN16931-UBL-validation.xsl"],
    "peppol": ["EN16931-UBL-validation.xsl"],
    "cii": ["EN16931-CII-validation.xsl", "FACTUR-X_EN16931.xslt"],
    "xrechnung-ubl": ["EN16931-UBL-validation.xsl", "XRechnung-UBL-validation.xsl"],
    "xrechnung-cii": ["EN16931-CII-validation.xsl", "XRechnung-CII-validation.xsl"],
    "factur-x": ["EN16931-CII-validation.xsl", "FACTUR-X_EN16931.xslt"],
}


def failures(svrl):
    """The failed asserts of a report that are errors: (rule, text)."""
    for found in re.finditer(r"<svrl:failed-assert(.*?)</svrl:failed-assert>", svrl, re.S):
        body = found.group(1)
        head = body.split(">", 1)[0]
        flag = re.search(r'\bflag="([^"]+)"', head)
        # The sheets of Factur-X leave the flag of their own rules out: those are errors.
        if flag and flag.group(1) in ("warning", "information"):
            continue
        rule = re.search(r'\bid="([^"]+)"', head)
        text = re.search(r"<svrl:text>(.*?)</svrl:text>", body, re.S)
        yield rule.group(1) if rule else "?", " ".join(text.group(1).split()) if text else ""


def by_sheets(folder, rules):
    judged = wrong = 0
    with PySaxonProcessor(license=False) as processor:
        for form, sheets in SHEETS.items():
            files = sorted((folder / form).glob("*.xml"))
            for sheet in sheets if files else []:
                found = next(rules.rglob(sheet))
                compiled = processor.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(found))
                for file in files:
                    judged += 1
                    for rule, text in failures(compiled.transform_to_string(source_file=str(file.resolve()))):
                        wrong += 1
                        print(f"{file}: {rule} ({sheet}): {text[:200]}")
    return judged, wrong


def schema_of(form, file):
    """The schema that comes with the rule sheets for a file."""
    if form in ("cii", "xrechnung-cii", "factur-x"):
        return "Factur-X_EN16931.xsd"
    credit = "<CreditNote" in file.read_text(encoding="utf-8")[:400]
    return "UBL-CreditNote-2.1.xsd" if credit else "UBL-Invoice-2.1.xsd"


def by_bundled_schemas(folder, rules):
    judged = wrong = 0
    for form in SHEETS:
        groups = {}
        for file in sorted((folder / form).glob("*.xml")):
            groups.setdefault(schema_of(form, file), []).append(str(file))
        for name, files in groups.items():
            command = ["xmllint", "--noout", "--nonet", "--schema", str(next(rules.rglob(name))), *files]
            ended = subprocess.run(command, capture_output=True, text=True, check=False)
            lines = [line for line in ended.stderr.splitlines() if not line.endswith(" validates")]
            print("\n".join(lines[:40]), end="\n" if lines else "")
            judged += len(files)
            wrong += len(lines) or int(ended.returncode != 0)
    return judged, wrong


def by_schema(files, nav):
    """NAV's schemas name no files in their imports: libxml2 needs them."""
    with tempfile.TemporaryDirectory() as work:
        work = pathlib.Path(work)
        for schema in nav.glob("*.xsd"):
            text = schema.read_text(encoding="utf-8")
            for namespace, file in (("NTCA/1.0/common", "common.xsd"), ("OSA/3.0/base", "invoiceBase.xsd")):
                bare = f'namespace="http://schemas.nav.gov.hu/{namespace}"/>'
                text = text.replace(bare, bare[:-2] + f' schemaLocation="{file}"/>')
            (work / schema.name).write_text(text, encoding="utf-8")
        command = ["xmllint", "--noout", "--nonet", "--schema", str(work / "invoiceData.xsd"), *map(str, files)]
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
    wrong = [line for line in ended.stderr.splitlines() if not line.endswith(" validates")]
    print("\n".join(wrong[:40]), end="\n" if wrong else "")
    return len(files), len(wrong) or int(ended.returncode != 0)


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False)


def by_tools(files):
    """PDF: syntax, fonts embedded with their characters, a text layer, and the same invoice inside."""
    wrong = 0
    for file in files:
        faults = []
        checked = run("qpdf", "--check", str(file))
        if checked.returncode != 0:
            faults.append(checked.stdout + checked.stderr)
        fonts = run("pdffonts", str(file)).stdout.splitlines()[2:]
        if not fonts or any(font.split()[-5:-2] != ["yes", "yes", "yes"] for font in fonts):
            faults.append(f"fonts: {fonts}")
        if len(run("pdftotext", str(file), "-").stdout.split()) < 20:
            faults.append("no text layer")
        beside = file.with_suffix(".xml")
        with tempfile.NamedTemporaryFile() as inside:
            run("pdfdetach", "-save", "1", "-o", inside.name, str(file))
            if beside.exists() and pathlib.Path(inside.name).read_bytes() != beside.read_bytes():
                faults.append("another invoice inside")
        for fault in faults:
            wrong += 1
            print(f"{file}: {fault}")
    return len(files), wrong


def main():
    folder, rules = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    judged, wrong = by_sheets(folder, rules)
    more, worse = by_bundled_schemas(folder, rules)
    judged, wrong = judged + more, wrong + worse
    more, worse = by_tools(sorted((folder / "factur-x").glob("*.pdf")))
    judged, wrong = judged + more, wrong + worse
    files = sorted((folder / "nav").glob("*.xml"))
    nav = pathlib.Path(sys.argv[3]) if len(sys.argv) > 3 and sys.argv[3] else None
    if nav and nav.is_dir() and files:
        more, worse = by_schema(files, nav)
        judged, wrong = judged + more, wrong + worse
    else:
        print("NAV's schema: skipped: no spec")
    print(f"judged {judged} times, {wrong} failures")
    sys.exit(1 if wrong or not judged else 0)


main()
