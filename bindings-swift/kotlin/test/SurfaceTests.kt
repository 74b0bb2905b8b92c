package prorata.test

import com.google.gson.JsonElement
import com.google.gson.JsonObject
import com.google.gson.JsonParser
import java.io.File

val surfaceTests: List<Pair<String, () -> Unit>> = listOf("every language has the same surface" to ::sameSurface)

/** Scalars of the core that are no type of Kotlin's own: their methods are functions, named after them. */
private val scalars = setOf(
    "Currency", "Date", "Decimal", "Duration", "Month", "Percent", "RateFactor", "UnitAmount", "Zone",
)

/** What is called otherwise in Kotlin. */
private val renamed = mapOf(
    "Money.checked_add" to "Money.adding", "Money.checked_sub" to "Money.subtracting",
    "Money.checked_neg" to "Money.negated", "Money.checked_mul" to "Money.multiplied",
    "Money.checked_cmp" to "Money.compare", "Money.major" to "Money.decimal", "Money.format" to "Money.formatted",
    "Money.new" to "Money.of", "Money.from_major_rounded" to "Money.fromMajor",
    "Currency.minor_per_major" to "CurrencyInfo.exponent",
    "Currency.stripe_exponent" to "CurrencyInfo.stripeExponent",
    "Currency.stripe_multiple" to "CurrencyInfo.stripeChargeMultiple",
    "Currency.stripe_minimum_charge" to "CurrencyInfo.stripeMinimumCharge",
    "Currency.stripe_maximum_charge" to "CurrencyInfo.stripeMaximumCharge",
)

/**
 * Looks for everything in `vectors/api.json` among the compiled classes. The other direction is SurfaceTests.swift's:
 * both languages are generated from one library.
 */
private fun sameSurface() {
    val manifest = JsonParser.parseString(File("vectors/api.json").readText()).asJsonObject
    val only = manifest["only"].asJsonObject
    fun isHere(name: String) = only[name]?.texts()?.contains("kotlin") ?: true
    val types = manifest["types"].asJsonObject.entrySet().filter { isHere(it.key) }
    val here = functions() + types.flatMap { membersOf(it.key) }
    val missing = mutableListOf<String>()
    fun expect(name: String, vararg candidates: String) {
        if (candidates.none { wireName(it) in here }) missing += name
    }
    for ((name, type) in types) {
        if (name !in scalars) expect(name, name)
        for (part in parts(type.asJsonObject)) expect("$name.$part", "$name.$part")
        for (method in type.asJsonObject["methods"].texts().filter { isHere("$name.$it") }) {
            val path = "$name.$method"
            expect(path, *renamed[path]?.let { arrayOf(it) } ?: arrayOf(path, name + method))
        }
    }
    for (function in manifest["functions"].texts().filter(::isHere)) expect(function, function.substringAfter('.'))
    check(types.size > 50) { "only ${types.size} types in the manifest" }
    check(missing.isEmpty()) { "in vectors/api.json, but not in Kotlin: $missing" }
}

private fun JsonElement.texts() = asJsonArray.map { it.asString }

private fun parts(type: JsonObject): Collection<String> =
    (type["fields"] ?: type["members"])?.texts() ?: type["kinds"].asJsonObject.keySet()

/** Functions of the two files, and `type.member` for extensions. */
private fun functions(): Set<String> = listOf("prorata.ProrataKt", "prorata.EdgeKt").flatMap { file ->
    Class.forName(file).declaredMethods.map { method ->
        val receiver = method.parameterTypes.firstOrNull()?.name.orEmpty()
        val type = if (receiver.endsWith("\$Companion")) receiver.substringAfter('.').substringBefore('$') + "." else ""
        wireName(type + method.name.substringBefore('-'))
    }
}.toSet()

/** The type and its members; nothing where Kotlin has no such class. */
private fun membersOf(type: String): Set<String> {
    val classes = listOf(type, "$type\$Companion").mapNotNull { runCatching { Class.forName("prorata.$it") }.getOrNull() }
    val members = classes.flatMap { found ->
        // Parameters of a type without a class of its own, such as UInt, put a hash behind the method's name.
        // The kinds of an enum with data are classes inside of it.
        found.declaredMethods.map { it.name.substringBefore('-') } + found.declaredFields.map { it.name } +
            found.declaredClasses.map { it.simpleName }
    }
    val made = if (classes.any { found -> found.constructors.isNotEmpty() && !found.isEnum }) listOf("new") else listOf()
    return (members + made).map { wireName("$type.$it") }.toSet() + classes.take(1).map { wireName(type) }
}
