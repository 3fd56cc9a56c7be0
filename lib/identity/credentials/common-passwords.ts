/**
 * Frequent words and sequences of leaked password lists, French and English, and keyboard walks. A password made only
 * of these is rejected, however long (`azerty123456azerty`).
 */
export const commonPasswords = `
0000 1111 1212 1234 2222 3333 4444 5555 6666 7777 8888 9999 12345 54321 00000 11111 123456 654321 111111
000000 121212 123123 123321 112233 666666 888888 987654 1234567 7654321 12345678 87654321 123456789
987654321 1234567890 0987654321 2020 2021 2022 2023 2024 2025 2026 2027 1990 1991 1992 1993 1994 1995
abc123 abcd1234 abcdef abcdefg abcdefgh abcdefghijkl abcdefghijklmnopqrstuvwxyz aaaaaa zzzzzz
azerty azertyuiop azertyui qsdfgh qsdfghjklm wxcvbn aqwzsx aqwzsxedc azeqsd
qwerty qwertyuiop qwertyui asdfgh asdfghjkl zxcvbn zxcvbnm qazwsx qazwsxedc 1q2w3e4r 1qaz2wsx q1w2e3r4
motdepasse monmotdepasse motsdepasse passe password passwords passw0rd mypassword passphrase pass secret
admin administrateur administrator administration root toor system systeme user utilisateur guest invite
test testtest tester demo default changeme changemoi changez letmein welcome bienvenue bonjour hello
bonsoir salut coucou merci iloveyou jetaime loulou doudou chouchou cheval soleil printemps automne hiver
ete janvier fevrier mars avril juin juillet aout septembre octobre novembre decembre spring summer autumn
winter january february march april june july august september october november december lundi mardi
mercredi jeudi vendredi samedi dimanche monday tuesday wednesday thursday friday saturday sunday
france paris marseille lyon toulouse bordeaux nantes lille strasbourg bretagne liberte egalite fraternite
libertegalitefraternite republique football soccer baseball basketball hockey monkey dragon master shadow
superman batman starwars pokemon naruto princess princesse sunshine flower mustang trustno1 whatever
freedom ninja michael jordan daniel thomas nicolas julien camille marine maxime alexandre chocolat
doudoune caramel vanille orange banane entreprise societe mairie commune hopital bureau travail ordinateur
internet serveur server cloud andromede nuage informatique correcthorsebatterystaple
`
  .trim()
  .split(/\s+/)
