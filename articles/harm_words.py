"""The words of harm in the site's other languages, by kind (`articles.harms` has the English).

A word that means something harmless in English, such as German "Kind", is left out in the form
that the two share: all languages are looked for in every text.
"""

GERMAN = {
    "number": """
        eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig hundert tausend
        halb halbe halben doppelt doppelte dreifach viertel drittel dutzend""",
    "unit": """
        mikrogramm milligramm gramm milliliter liter tablette tabletten kapsel kapseln tropfen
        sprühstoß sprühstöße pflaster spritze spritzen infusion infusionen dosis dosen einheit
        einheiten prozent""",
    "frequency": """
        täglich wöchentlich monatlich jährlich stündlich einmal zweimal dreimal viermal jede jeden
        jedes pro sekunde sekunden minute minuten stunde stunden tag tage tagen woche wochen monat
        monate monaten jahr jahre jahren morgens mittags abends nachts vor nach während bis""",
    "negation": """
        nein nicht nie niemals kein keine keinen keiner keinem nichts niemand ohne weder außer
        statt kaum absetzen abgesetzt vermeiden meiden beginnen""",
    "strength": """
        kann können könnte könnten muss müssen soll sollen sollte sollten darf dürfen immer oft
        manchmal selten meist meistens wahrscheinlich möglicherweise vielleicht sicher unsicher
        mehr weniger höher niedriger besser schlechter erhöht erhöhen senkt senken verringert
        leicht mäßig schwer tödlich wirksam unwirksam bewiesen""",
    "warning": "warnung notfall notarzt sofort dringend gefahr gefährlich",
    "side": "rechts beide beidseitig obere untere oberen unteren",
    "age": """
        kinder kindern säugling säuglinge neugeborene neugeborenen jugendliche jugendlichen
        erwachsene erwachsenen schwanger schwangere schwangerschaft stillen stillzeit ältere
        älteren jüngere jüngeren mädchen jungen""",
}

SPANISH = {
    "number": """
        uno dos tres cuatro cinco seis siete ocho nueve diez doce veinte cien ciento mil medio
        media mitad doble triple cuarto tercio docena""",
    "unit": """
        microgramo microgramos miligramo miligramos gramo gramos mililitro mililitros litro litros
        comprimido comprimidos cápsula cápsulas gota gotas parche parches inyección inyecciones
        infusión infusiones dosis unidad unidades""",
    "frequency": """
        diario diaria diariamente semanal semanalmente mensual anual cada vez veces segundo
        segundos minuto minutos hora horas día días semana semanas mes meses año años mañana
        noche antes después durante hasta""",
    "negation": """
        nunca jamás ningún ninguno ninguna nada nadie sin tampoco excepto salvo apenas deje dejar
        suspender evitar evite empezar""",
    "strength": """
        puede pueden podría podrían debe deben debería deberían siempre menudo raramente
        probablemente posiblemente quizás más menos mayor menor mejor peor aumenta aumentan reduce
        reducen leve moderado moderada grave mortal eficaz ineficaz demostrado""",
    "warning": "advertencia emergencia urgencia inmediatamente enseguida peligro peligroso",
    "side": "izquierdo izquierda derecho derecha ambos ambas superior inferior",
    "age": """
        niño niños niña niñas bebé bebés lactante lactantes adolescente adolescentes adulto adultos
        embarazada embarazadas embarazo lactancia mayores jóvenes""",
}
