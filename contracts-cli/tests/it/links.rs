//! `links` in a project on disk.

use crate::env::{Env, MANIFEST};

fn project() -> Env {
    let env = Env::empty();
    let manifest = "[[artifacts]]\nkind = \"finding-pages\"\npath = \"docs/findings\"\n";
    env.write(MANIFEST, manifest);
    env.write(
        "README.md",
        "# Toys\n\n[Docs](docs/a.md#toys), `target/made.rs`, `src/lib.rs`\n",
    );
    env.write(
        "docs/a.md",
        "# Toys\n\n[up](../README.md#toys) [hidden](../.ci/run)\n",
    );
    env.write(".ci/run", "");
    env.write("src/lib.rs", "//! See [toys](../docs/a.md).\n");
    env.write(".gitignore", "target/\nnode_modules/\n");
    env
}

#[test]
fn what_leads_nowhere_is_shown_where_it_stands() {
    let env = project();
    let fine = env.succeed(&["links"]);
    assert!(fine.stderr.contains("6 links in 3 files"), "{fine:#?}");
    env.edit("docs/a.md", "# Toys", "# Games");
    env.remove("src/lib.rs");
    let output = env.run(&["links", "--format", "json"]);
    assert_eq!(output.code, 1, "{output:#?}");
    let expect = ["broken-link README.md:3:8", "broken-path README.md:3:43"];
    assert_eq!(output.places(), expect);
    // A near miss: the same file in another place of the tree is named.
    env.write("lib/lib.rs", "");
    let output = env.run(&["links"]);
    assert!(
        output.stderr.contains("did you mean `lib/lib.rs`?"),
        "{output:#?}"
    );
    assert!(output.stderr.contains("2 broken links"), "{output:#?}");
}

#[test]
fn files_that_git_ignores_are_neither_read_nor_led_to() {
    let env = project();
    env.write("node_modules/x/README.md", "[a](gone.md)");
    env.write("build/CACHEDIR.TAG", "");
    env.write("build/README.md", "[a](gone.md)");
    env.write("other/.git", "");
    env.write("other/README.md", "[a](gone.md)");
    env.write("docs/.git/x.md", "[a](gone.md)");
    env.remove("docs/.git/x.md");
    std::fs::remove_dir(env.path("docs/.git")).expect("a folder");
    env.succeed(&["links"]);
    env.edit(
        "README.md",
        "(docs/a.md#toys)",
        "(node_modules/x/README.md)",
    );
    let output = env.run(&["links", "--format", "json"]);
    assert_eq!(output.places(), ["broken-link README.md:3:8"]);
    // A link of the file system to a folder is no page.
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(env.path("docs"), env.path("also.md")).expect("a link");
        assert_eq!(env.run(&["links", "--format", "json"]).places().len(), 1);
    }
}

#[test]
fn what_lies_beside_the_project_is_looked_for_on_disk() {
    let env = Env::sources_below("a/b");
    env.write("../beside.md", "# Beside\n");
    // Only in a repository is it there for others too.
    env.write("README.md", "[a](../beside.md)\n");
    assert_eq!(env.run(&["links"]).code, 1);
    std::fs::create_dir_all(env.path("../.git")).expect("a folder");
    env.write("README.md", "[a](../beside.md) [b](../../b.md)\n");
    let output = env.run(&["links", "--format", "json"]);
    assert_eq!(output.places(), ["broken-link README.md:1:23"]);
}

/// A curl that knows what to say; nothing leaves the machine.
#[cfg(unix)]
#[test]
fn servers_are_asked_only_when_told() {
    use std::os::unix::fs::PermissionsExt;

    let env = project();
    let links = "<https://fine.dev/#a> <https://fine.dev/#b> <https://gone.dev> <https://head.dev> <https://down.dev>\n\
                 <https://example.com> <http://localhost:1>\n";
    env.write("docs/web.md", links);
    env.succeed(&["links"]);
    let curl = "#!/bin/sh\necho \"$*\" >>\"$ASKED\"\ncase \"$*\" in\n*fine.dev*) printf 200 ;;\n*gone.dev*) printf 404 ;;\n\
                *--head*head.dev*) printf 405 ;;\n*head.dev*) printf 200 ;;\n*) printf 000; exit 6 ;;\nesac\n";
    env.write("bin/curl", curl);
    let executable = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(env.path("bin/curl"), executable).expect("a script");
    let mut command = env.command(&["links", "--online", "--format", "json"]);
    let path = std::env::var("PATH").expect("a PATH");
    command.env("PATH", format!("{}:{path}", env.path("bin").display()));
    command.env("ASKED", env.path("asked"));
    let output = crate::env::Output::of(&mut command);
    assert_eq!(output.code, 1, "{output:#?}");
    let expect = [
        "broken-link docs/web.md:1:46",
        "unreachable-link docs/web.md:1:84",
    ];
    assert_eq!(output.places(), expect);
    let asked = env.read("asked");
    assert_eq!(asked.matches("fine.dev").count(), 1, "{asked}");
    assert!(
        !asked.contains("example.com") && !asked.contains("localhost"),
        "{asked}"
    );
}
