from tests.snapshots import main

main()
